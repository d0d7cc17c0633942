import { describe, expect, test } from 'vitest';
import { planForm } from './schema-form-plan.ts';

function kindsOf(properties: Record<string, unknown>): Record<string, string> {
  const plan = planForm({ type: 'object', properties });
  return plan.kind === 'json'
    ? {}
    : Object.fromEntries(
        plan.fields.map((field) => [
          field.key,
          field.kind === 'text' && field.long ? 'long text' : field.kind,
        ]),
      );
}

describe('planForm', () => {
  test('gives each kind of value its control', () => {
    expect(
      kindsOf({
        csv: { type: 'string' },
        title: { type: 'string' },
        notes: { type: 'string', maxLength: 4000 },
        page: { type: 'string', contentMediaType: 'text/html' },
        site: { type: 'string', format: 'uri' },
        delimiter: { enum: [',', ';'] },
        version: { const: 2 },
        rows: { type: 'integer', minimum: 1 },
        header: { type: 'boolean' },
        columns: { type: 'array', items: { type: 'string' } },
        sizes: { type: 'array', items: { type: 'number' } },
      }),
    ).toEqual({
      csv: 'long text',
      title: 'text',
      notes: 'long text',
      page: 'long text',
      site: 'text',
      delimiter: 'choice',
      version: 'choice',
      rows: 'number',
      header: 'flag',
      columns: 'list',
      sizes: 'list',
    });
  });

  test('writes as JSON what no control can show', () => {
    expect(
      kindsOf({
        document: true,
        schema: { type: 'object' },
        either: { oneOf: [{ type: 'string' }, { type: 'number' }] },
        rows: { type: 'array', items: { type: 'object', properties: { a: { type: 'string' } } } },
        elsewhere: { $ref: 'https://example.com/schema.json' },
      }),
    ).toEqual({
      document: 'json',
      schema: 'json',
      either: 'json',
      rows: 'json',
      elsewhere: 'json',
    });
  });

  test('shows one level of nesting as a group, and deeper objects as JSON', () => {
    const plan = planForm({
      type: 'object',
      properties: {
        options: {
          type: 'object',
          required: ['mode'],
          properties: {
            mode: { type: 'string' },
            deeper: { type: 'object', properties: { a: { type: 'string' } } },
          },
        },
      },
    });
    expect(plan).toMatchObject({
      kind: 'fields',
      fields: [
        {
          kind: 'group',
          fields: [
            { kind: 'text', pointer: '/options/mode', required: true },
            { kind: 'json', pointer: '/options/deeper', required: false },
          ],
        },
      ],
    });
  });

  test('follows references within the schema, and reads a nullable type as the type', () => {
    const plan = planForm({
      type: 'object',
      $defs: { Level: { title: 'Level', enum: ['low', 'high'] } },
      properties: {
        level: { $ref: '#/$defs/Level', description: 'How loud' },
        limit: { type: ['integer', 'null'] },
        name: { anyOf: [{ type: 'string' }, { type: 'null' }], title: 'Name' },
      },
    });
    expect(plan).toMatchObject({
      fields: [
        { kind: 'choice', label: 'Level', description: 'How loud', nullable: false },
        { kind: 'number', nullable: true },
        { kind: 'text', label: 'Name', nullable: true },
      ],
    });
  });

  test('makes a label of a key that has no title', () => {
    const plan = planForm({
      properties: { max_rows: {}, maxRowsPerPage: {}, reportURL: {}, csv: {} },
    });
    expect(plan.kind === 'fields' && plan.fields.map((field) => field.label)).toEqual([
      'Max rows',
      'Max rows per page',
      'Report URL',
      'CSV',
    ]);
  });

  test.each([null, undefined, {}, { type: 'string' }, { type: 'object' }, 'nonsense'])(
    'asks for one JSON value when %j describes no fields',
    (schema) => {
      expect(planForm(schema)).toEqual({ kind: 'json' });
    },
  );
});
