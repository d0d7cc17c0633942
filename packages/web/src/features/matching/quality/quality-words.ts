import type { ChartBar, ChartSeries } from '../../../ui/chart.ts';
import { count, counted, percent } from '../../../ui/figures.ts';
import type { QualityRow } from './quality-query.ts';
import type { Grouping } from './quality-search.ts';

/** What became of decisions; together they are all of them. */
export const outcomeSeries: readonly ChartSeries[] = [
  { key: 'completedAtFirst', label: 'Completed at first attempt', colour: 'var(--m-green)' },
  { key: 'rejected', label: 'Rejected', colour: 'var(--m-orange)' },
  { key: 'failed', label: 'Failed', colour: 'var(--m-red)' },
  { key: 'other', label: 'Otherwise', colour: 'var(--m-yellow)' },
  { key: 'open', label: 'Still open', colour: 'var(--m-blue)' },
];

/** Taken back, other input needed, or completed at a later attempt. */
export function otherwise(row: QualityRow): number {
  return Math.max(0, row.decisions - row.completedAtFirst - row.rejected - row.failed - row.open);
}

const methods: Readonly<Record<string, string>> = {
  MANUAL: 'A person',
  SCORED: 'The score',
  MODEL: 'The model',
};

/** What a row is about, in the console's words. */
export function rowLabel({ key, label }: Pick<QualityRow, 'key' | 'label'>, by: Grouping): string {
  switch (by) {
    case 'METHOD':
      return methods[key] ?? label;
    case 'POLICY_VERSION':
      return key === '0' ? 'Built-in default' : `Version ${key}`;
    case 'DAY':
      return dayLabel(key);
    case 'SKILL':
      return key === '' ? 'No skill required' : label;
    case 'AGENT':
    case 'MATCHER_VERSION':
      return label;
  }
}

const day = new Intl.DateTimeFormat('en-GB', { day: 'numeric', month: 'short', timeZone: 'UTC' });

/** The server's days are UTC's. */
function dayLabel(key: string): string {
  const ms = Date.parse(`${key}T00:00:00Z`);
  return Number.isNaN(ms) ? key : day.format(ms);
}

/** A share of decisions: `12 (8 %)`; `–` for none. */
export function part(number: number, of: number): string {
  if (number === 0 || of === 0) return '–';
  return `${count(number)} (${percent(number / of)})`;
}

/** The share completed at the first attempt, of those that have ended; `–` when none has. */
export const firstShare = ({ completedAtFirstShare }: QualityRow): string =>
  completedAtFirstShare === null ? '–' : percent(completedAtFirstShare);

export function barOf(row: QualityRow, by: Grouping): ChartBar {
  const label = rowLabel(row, by);
  return {
    key: row.key,
    label,
    values: {
      completedAtFirst: row.completedAtFirst,
      rejected: row.rejected,
      failed: row.failed,
      other: otherwise(row),
      open: row.open,
    },
    figure: `${firstShare(row)} of ${count(row.decisions - row.open)}`,
    account: account(row, label),
  };
}

function account(row: QualityRow, label: string): string {
  const parts = [
    [row.completedAtFirst, 'completed at the first attempt'],
    [row.rejected, 'rejected'],
    [row.failed, 'failed'],
    [otherwise(row), 'otherwise'],
    [row.open, 'still open'],
    [row.overridden, 'overridden by a person'],
  ] as const;
  const said = parts.filter(([number]) => number > 0).map(([number, what]) => `${number} ${what}`);
  return [`${label}: ${counted(row.decisions, 'decision')}`, ...said].join(', ');
}
