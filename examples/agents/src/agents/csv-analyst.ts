import Papa from 'papaparse';
import { completed, defineAgent, MAX_TEXT_LENGTH, type Outcome, resubmit } from '../agent.ts';
import { describeColumn } from './csv-column.ts';

interface CsvInputs {
  csv: string;
  header?: boolean;
}

export const csvAnalyst = defineAgent<CsvInputs>({
  name: 'csv-analyst',
  description:
    'Summarises CSV files and other tables of delimited text: finds the delimiter and the type of each column, and gives rows, missing values, minimum, quartiles, median, maximum, mean, distinct and most frequent values.',
  skills: [
    {
      name: 'summarise CSV',
      description: 'Summarize a CSV, TSV or spreadsheet export: rows, columns, types, statistics',
    },
    {
      name: 'column statistics',
      description:
        'Minimum, quartiles, median, maximum, mean and standard deviation of numeric data',
    },
    {
      name: 'data profiling',
      description: 'Data quality of a table: missing values, distinct values, ragged rows, types',
    },
  ],
  capacity: 4,
  inputSchema: {
    $schema: 'https://json-schema.org/draft/2020-12/schema',
    title: 'A table to summarise',
    type: 'object',
    required: ['csv'],
    properties: {
      csv: {
        title: 'CSV',
        description: 'The text of the CSV file; comma, semicolon, tab or | between the fields',
        type: 'string',
        contentMediaType: 'text/csv',
        minLength: 1,
        maxLength: MAX_TEXT_LENGTH,
      },
      header: {
        title: 'First row holds the names',
        description: 'Whether the first row names the columns rather than being data',
        type: 'boolean',
        default: true,
      },
    },
  },
  work: analyseCsv,
});

const MAX_COLUMNS = 1_000;
const RAGGED_EXAMPLES = 20;
const DELIMITERS = [',', ';', '\t', '|'];

function analyseCsv({ csv, header = true }: CsvInputs): Outcome {
  const text = csv.replace(/^\uFEFF/, '').replace(/\r\n?/g, '\n');
  if (isJson(text)) return resubmit('`csv` holds JSON; please send the rows as CSV text.');

  const table = readTable(text);
  if (table.fault) return resubmit(table.fault);
  const [first, ...others] = table.rows;
  if (!first) return resubmit('`csv` has no rows; please send at least one row of data.');
  const rows = header ? others : table.rows;
  if (rows.length === 0) {
    return resubmit(
      '`csv` has one row, taken for the names of the columns, and no data. Add rows, or set `header` to false.',
    );
  }
  if (first.fields.length > MAX_COLUMNS) {
    return resubmit(
      `\`csv\` has ${first.fields.length} columns; at most ${MAX_COLUMNS} are summarised.`,
    );
  }

  const width = first.fields.length;
  const notes: string[] = [];
  const names = nameColumns(header ? first.fields : first.fields.map(() => ''), header, notes);
  const columns = names.map((name, index) => {
    const cells = rows.map((row) => (row.fields[index] ?? '').trim());
    const { note, ...summary } = describeColumn(cells, table.delimiter);
    if (note !== undefined) notes.push(`Column "${name}": ${note}`);
    return { name, ...summary };
  });
  const ragged = rows.filter((row) => row.fields.length !== width);
  return completed({
    rows: rows.length,
    columnCount: width,
    delimiter: table.delimiter,
    header,
    columns,
    blankLines: table.blankLines,
    raggedRows: {
      count: ragged.length,
      expectedFields: width,
      examples: ragged
        .slice(0, RAGGED_EXAMPLES)
        .map((row) => ({ line: row.line, fields: row.fields.length })),
    },
    notes,
  });
}

interface Row {
  /** Where the row begins in the file; quoted fields may span lines, so this is not its index. */
  line: number;
  fields: string[];
}

interface Table {
  delimiter: string;
  rows: Row[];
  blankLines: number;
  fault?: string;
}

function readTable(text: string): Table {
  // Excel writes, and obeys, a first line such as `sep=;`.
  const separator = /^sep=(.)\n/i.exec(text);
  const skippedLines = separator ? 1 : 0;
  const body = (separator ? text.slice(separator[0].length) : text).replace(/\n+$/, '');
  const delimiter = separator?.[1] ?? guessDelimiter(body);
  const parsed = Papa.parse<string[]>(body, { delimiter, newline: '\n' });

  const rows: Row[] = [];
  const lineOfRow: number[] = [];
  let line = 1 + skippedLines;
  let blankLines = 0;
  for (const fields of parsed.data) {
    lineOfRow.push(line);
    if (fields.every((field) => field.trim() === '') && fields.length === 1) blankLines += 1;
    else rows.push({ line, fields });
    line += 1 + fields.reduce((lines, field) => lines + field.split('\n').length - 1, 0);
  }
  // An open quote swallows the rows that follow: figures of such a file would be wrong, not partial.
  const quoteError = parsed.errors.find((error) => error.type === 'Quotes');
  const fault =
    quoteError &&
    `The quotes in \`csv\` do not match: ${quoteError.message.toLowerCase()}, in the row that begins on line ${lineOfRow[quoteError.row ?? 0] ?? '?'}. Close the quote, and write a quote inside a quoted field twice.`;
  return { delimiter, rows, blankLines, ...(fault === undefined ? {} : { fault }) };
}

/** Separate from the parse because blank lines, whose places we need there, mislead the guess. */
function guessDelimiter(text: string): string {
  const { meta } = Papa.parse<string[]>(text, {
    preview: 10,
    skipEmptyLines: 'greedy',
    newline: '\n',
    delimitersToGuess: DELIMITERS,
  });
  return meta.delimiter;
}

function nameColumns(titles: readonly string[], header: boolean, notes: string[]): string[] {
  const taken = new Set<string>();
  return titles.map((title, index) => {
    const wanted = title.trim() || `column ${index + 1}`;
    if (header && title.trim() === '') notes.push(`Column ${index + 1} has no name.`);
    let name = wanted;
    for (let copy = 2; taken.has(name); copy += 1) name = `${wanted} (${copy})`;
    if (name !== wanted) notes.push(`"${wanted}" names more than one column.`);
    taken.add(name);
    return name;
  });
}

function isJson(text: string): boolean {
  if (!/^\s*[[{]/.test(text)) return false;
  try {
    JSON.parse(text);
    return true;
  } catch {
    return false;
  }
}
