import { expect, test } from 'vitest';
import { csvAnalyst } from './csv-analyst.ts';

const analyse = (csv: string, more: object = {}) => csvAnalyst.handle({ csv, ...more });

test('tells the type of each column and gives its figures', () => {
  const csv = [
    'city,founded,area,capital,visited,note',
    'Bonn,11,141.06,false,2024-05-01,',
    '"Köln, am Rhein",38,405.01,false,2024-04-30,',
    'Berlin,1237,891.12,true,2025-01-01,',
    'Mainz,13,97.74,false,,',
  ].join('\n');
  expect(analyse(csv)).toMatchObject({
    outcome: 'COMPLETED',
    output: {
      rows: 4,
      columnCount: 6,
      delimiter: ',',
      columns: [
        { name: 'city', type: 'string', count: 4, missing: 0, distinct: 4 },
        {
          name: 'founded',
          type: 'integer',
          min: 11,
          q1: 12.5,
          median: 25.5,
          q3: 337.75,
          max: 1237,
        },
        { name: 'area', type: 'number', mean: 383.7325, min: 97.74, max: 891.12 },
        { name: 'capital', type: 'boolean', trueCount: 1 },
        { name: 'visited', type: 'date', count: 3, missing: 1, earliest: '2024-04-30' },
        { name: 'note', type: 'empty', count: 0, missing: 4 },
      ],
      raggedRows: { count: 0 },
      notes: [],
    },
  });
});

test('sums decimals without drift', () => {
  const csv = `x\n${'0.1\n'.repeat(1_000)}`;
  expect(analyse(csv)).toMatchObject({
    output: { columns: [{ mean: 0.1, standardDeviation: 0, min: 0.1, median: 0.1 }] },
  });
});

test('reads a byte order mark, CRLF, semicolons and decimal commas', () => {
  expect(analyse('\uFEFFname;price\r\nA;1,5\r\nB;1.234,25\r\n')).toMatchObject({
    output: {
      delimiter: ';',
      rows: 2,
      columns: [{ name: 'name' }, { name: 'price', type: 'number', min: 1.5, max: 1234.25 }],
    },
  });
});

test('keeps a decimal point a decimal point in a file with semicolons', () => {
  expect(analyse('a;b\n3.125;1\n2.718;2\n')).toMatchObject({
    output: { columns: [{ name: 'a', type: 'number', max: 3.125 }, { name: 'b' }] },
  });
});

test('finds tabs, and obeys the separator line that Excel writes', () => {
  expect(analyse('a\tb\n1\t2\n')).toMatchObject({ output: { delimiter: '\t', columnCount: 2 } });
  expect(analyse('sep=|\na|b\n1|2\n')).toMatchObject({
    output: { delimiter: '|', columnCount: 2 },
  });
});

test('reports ragged rows by the line they begin on', () => {
  expect(analyse('a,b\n"two\nlines",1\n\n5\n6,7,8\n')).toMatchObject({
    output: {
      rows: 3,
      blankLines: 1,
      raggedRows: {
        count: 2,
        expectedFields: 2,
        examples: [
          { line: 5, fields: 1 },
          { line: 6, fields: 3 },
        ],
      },
    },
  });
});

test('does not take postcodes and long ids for quantities', () => {
  expect(analyse('zip,id\n01067,12345678901234567890\n10115,12345678901234567891\n')).toMatchObject(
    {
      output: { columns: [{ type: 'string' }, { type: 'string' }] },
    },
  );
});

test('takes NA for missing among numbers and for a value among words', () => {
  expect(analyse('x,country\n1,NA\nNA,DE\n3,FR\n')).toMatchObject({
    output: {
      columns: [
        { type: 'integer', count: 2, missing: 1, mean: 2 },
        { type: 'string', count: 3, missing: 0 },
      ],
    },
  });
});

test('names the strays that make a column of numbers text', () => {
  const rows = Array.from({ length: 9 }, (_, index) => index + 1).join('\n');
  expect(analyse(`price\n${rows}\nten\n`)).toMatchObject({
    output: {
      columns: [{ type: 'string' }],
      notes: [expect.stringContaining('1 of 10 values are not numbers, such as "ten"')],
    },
  });
});

test.each([
  ['13/02/2025\n01/03/2025', { dateFormat: 'DD/MM/YYYY', earliest: '13/02/2025' }],
  ['02/13/2025\n03/01/2025', { dateFormat: 'MM/DD/YYYY', latest: '03/01/2025' }],
  ['02/03/2025\n03/04/2025', { dateFormat: 'MM/DD/YYYY or DD/MM/YYYY' }],
  ['1.2.2025\n28.1.2025', { dateFormat: 'DD.MM.YYYY', earliest: '28.1.2025' }],
  [
    '2025-01-01T00:30:00+02:00\n2024-12-31T23:00:00Z',
    { dateFormat: 'YYYY-MM-DD', earliest: '2025-01-01T00:30:00+02:00' },
  ],
])('reads the dates %j', (dates, figures) => {
  expect(analyse(`when\n${dates}\n`)).toMatchObject({
    output: { columns: [{ type: 'date', ...figures }] },
  });
});

test('does not take the 30th of February for a date', () => {
  expect(analyse('when\n2025-02-30\n')).toMatchObject({
    output: { columns: [{ type: 'string' }] },
  });
});

test('tells apart columns that share a name or have none', () => {
  expect(analyse('a,a,\n1,2,3\n')).toMatchObject({
    output: { columns: [{ name: 'a' }, { name: 'a (2)' }, { name: 'column 3' }] },
  });
});

test('takes the first row for data when told to', () => {
  expect(analyse('1,2\n3,4\n', { header: false })).toMatchObject({
    output: { rows: 2, columns: [{ name: 'column 1', mean: 2 }, { mean: 3 }] },
  });
});

test.each([
  ['a quote that is never closed', 'a,b\n1,2\n"3,4\n5,6\n', /begins on line 3/],
  ['a header alone', 'a,b\n', /no data/],
  ['blank text', ' \n\n', /no rows/],
  ['JSON', '[{"a": 1}]', /JSON/],
])('asks for other inputs when given %s', (_, csv, message) => {
  expect(analyse(csv)).toEqual({
    outcome: 'RESUBMISSION_REQUIRED',
    message: expect.stringMatching(message),
  });
});

test('cuts long values without halving a character', () => {
  const outcome = analyse(`a\n${'x'.repeat(78)}😀${'y'.repeat(20)}\n`);
  expect(JSON.stringify(outcome)).not.toContain('\\ud83d');
});
