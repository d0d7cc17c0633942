import { shorten } from '../shorten.ts';
import { type DateReading, readDates } from './csv-date.ts';

type ColumnType = 'empty' | 'boolean' | 'integer' | 'number' | 'date' | 'string';

interface NumericFigures {
  min: number;
  q1: number;
  median: number;
  q3: number;
  max: number;
  mean: number;
  standardDeviation: number;
}

interface ColumnSummary extends Partial<NumericFigures> {
  type: ColumnType;
  /** Cells that hold a value. */
  count: number;
  missing: number;
  distinct: number;
  topValues: { value: string; count: number }[];
  /** Of a boolean column. */
  trueCount?: number;
  /** Of a date column, as written in the file. */
  earliest?: string;
  latest?: string;
  dateFormat?: string;
  note?: string;
}

const TOP_VALUES = 5;
const MAX_VALUE_LENGTH = 80;

/**
 * Such words mean "missing" only in a column whose other cells are numbers, dates or booleans:
 * among words, NA may be Namibia.
 */
const MISSING_MARK = /^(?:na|n\/a|#n\/a|nan|null|-)$/i;

/** `cells` are trimmed. */
export function describeColumn(cells: readonly string[], delimiter: string): ColumnSummary {
  const filled = cells.filter((cell) => cell !== '');
  const unmarked = filled.filter((cell) => !MISSING_MARK.test(cell));
  const typed = readTyped(unmarked, delimiter);
  const values = typed ? unmarked : filled;
  const counts = countValues(values);
  return {
    type: typed?.type ?? (values.length === 0 ? 'empty' : 'string'),
    count: values.length,
    missing: cells.length - values.length,
    distinct: counts.size,
    topValues: [...counts]
      .sort(([, a], [, b]) => b - a)
      .slice(0, TOP_VALUES)
      .map(([value, count]) => ({ value: shorten(value, MAX_VALUE_LENGTH), count })),
    ...(typed ? typed.figures : noteAlmostNumeric(values)),
  };
}

type Typed = { type: ColumnType; figures: Partial<ColumnSummary> } | undefined;

function readTyped(values: readonly string[], delimiter: string): Typed {
  if (values.length === 0) return undefined;
  const truths = readBooleans(values);
  if (truths) {
    return { type: 'boolean', figures: { trueCount: truths.filter(Boolean).length } };
  }
  const numbers = readNumbers(values, delimiter);
  if (numbers) {
    const type = numbers.every(Number.isInteger) ? 'integer' : 'number';
    return { type, figures: describeNumbers(numbers) };
  }
  const dates = readDates(values);
  return dates && { type: 'date', figures: describeDates(dates) };
}

const BOOLEAN_PAIRS = [
  ['true', 'false'],
  ['yes', 'no'],
  ['y', 'n'],
] as const;

function readBooleans(values: readonly string[]): boolean[] | undefined {
  const lower = values.map((value) => value.toLowerCase());
  const pair = BOOLEAN_PAIRS.find(([yes, no]) => lower.every((v) => v === yes || v === no));
  return pair && lower.map((value) => value === pair[0]);
}

const POINT_NUMBER = /^[+-]?(?:\d+|\d{1,3}(?:,\d{3})+)?(?:\.\d+)?(?:e[+-]?\d{1,3})?$/i;
const COMMA_NUMBER = /^[+-]?(?:\d+|\d{1,3}(?:\.\d{3})+),?\d*$/;

/**
 * A semicolon between the fields nearly always means a comma before the decimals (1.234,5), but only
 * a column that has a comma shows it: `3.142` alone must stay three and a bit.
 */
function readNumbers(values: readonly string[], delimiter: string): number[] | undefined {
  const commaFirst = delimiter === ';' && values.some((value) => value.includes(','));
  const readers = commaFirst
    ? [readCommaNumber, readPointNumber]
    : [readPointNumber, readCommaNumber];
  for (const read of readers) {
    const numbers = values.map(read);
    if (numbers.every((number) => number !== undefined)) return numbers;
  }
  return undefined;
}

function readPointNumber(text: string): number | undefined {
  return POINT_NUMBER.test(text) ? toNumber(text.replaceAll(',', '')) : undefined;
}

function readCommaNumber(text: string): number | undefined {
  if (!COMMA_NUMBER.test(text)) return undefined;
  return toNumber(text.replaceAll('.', '').replace(',', '.'));
}

/** Leading zeros (postcodes) and integers beyond 2^53 (ids) are names made of digits, not quantities. */
function toNumber(text: string): number | undefined {
  if (!/\d/.test(text) || /^[+-]?0\d/.test(text)) return undefined;
  const value = Number(text);
  if (!Number.isFinite(value)) return undefined;
  return /[.e]/i.test(text) || Number.isSafeInteger(value) ? value : undefined;
}

function describeNumbers(numbers: readonly number[]): NumericFigures {
  const sorted = numbers.toSorted((a, b) => a - b);
  const mean = sum(sorted) / sorted.length;
  const squares = sum(sorted.map((value) => (value - mean) ** 2));
  return {
    min: quantile(sorted, 0),
    q1: tidy(quantile(sorted, 0.25)),
    median: tidy(quantile(sorted, 0.5)),
    q3: tidy(quantile(sorted, 0.75)),
    max: quantile(sorted, 1),
    mean: tidy(mean),
    // Of a sample (n - 1), as spreadsheets' STDEV and R's sd.
    standardDeviation: tidy(sorted.length > 1 ? Math.sqrt(squares / (sorted.length - 1)) : 0),
  };
}

/**
 * Type 7 of Hyndman & Fan, "Sample Quantiles in Statistical Packages" (1996): linear between the
 * closest ranks, the default of R and NumPy and Excel's QUARTILE.INC. `sorted` is not empty.
 */
function quantile(sorted: readonly number[], fraction: number): number {
  const rank = (sorted.length - 1) * fraction;
  const below = sorted[Math.floor(rank)] ?? Number.NaN;
  const above = sorted[Math.ceil(rank)] ?? Number.NaN;
  // Ranks that coincide need no arithmetic, which would round.
  return below === above ? below : below + (above - below) * (rank - Math.floor(rank));
}

/** Neumaier's compensated sum (1974): long columns of decimals would otherwise drift. */
function sum(values: readonly number[]): number {
  let total = 0;
  let lost = 0;
  for (const value of values) {
    const next = total + value;
    lost += Math.abs(total) >= Math.abs(value) ? total - next + value : value - next + total;
    total = next;
  }
  return total + lost;
}

/** 12 significant digits: 0.1 + 0.2 reads 0.3. */
const tidy = (value: number): number => Number(value.toPrecision(12));

function describeDates({ values, format }: DateReading): Partial<ColumnSummary> {
  if (values === undefined) {
    return {
      dateFormat: format,
      note: 'dates could be day first or month first, so earliest and latest are not given.',
    };
  }
  const sorted = values.toSorted((a, b) => a.time - b.time);
  return {
    dateFormat: format,
    earliest: sorted[0]?.text ?? '',
    latest: sorted.at(-1)?.text ?? '',
  };
}

/** A few typing errors turn a column of numbers into text; the reader wants to know which. */
function noteAlmostNumeric(values: readonly string[]): { note?: string } {
  const strays = values.filter((value) => readPointNumber(value) === undefined);
  if (strays.length === 0 || strays.length > values.length / 5) return {};
  const examples = [...new Set(strays)]
    .slice(0, 3)
    .map((value) => `"${shorten(value, MAX_VALUE_LENGTH)}"`);
  return {
    note: `read as text because ${strays.length} of ${values.length} values are not numbers, such as ${examples.join(', ')}.`,
  };
}

function countValues(values: readonly string[]): Map<string, number> {
  const counts = new Map<string, number>();
  for (const value of values) counts.set(value, (counts.get(value) ?? 0) + 1);
  return counts;
}
