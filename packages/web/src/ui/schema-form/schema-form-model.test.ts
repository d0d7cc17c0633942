import { describe, expect, test } from 'vitest';
import type { JsonValue } from '../json-text.ts';
import {
  type Drafts,
  readForm,
  type SchemaFormState,
  startForm,
  toFieldsMode,
  toJsonMode,
} from './schema-form-model.ts';
import { planForm } from './schema-form-plan.ts';

const plan = planForm({
  type: 'object',
  required: ['csv', 'rows'],
  properties: {
    csv: { type: 'string', maxLength: 20 },
    rows: { type: 'integer', minimum: 1, default: 10 },
    delimiter: { enum: [',', ';', null] },
    header: { type: 'boolean' },
    columns: { type: 'array', items: { type: 'string' }, maxItems: 2 },
    sizes: { type: 'array', items: { type: 'number' } },
    document: {},
    options: {
      type: 'object',
      required: ['mode'],
      properties: { mode: { type: 'string' }, level: { type: 'number' } },
    },
  },
});

const full: JsonValue = {
  csv: 'a,b\n1,2',
  rows: 3,
  delimiter: ';',
  header: false,
  columns: ['a'],
  sizes: [1, 2.5],
  document: { any: [null] },
  options: { mode: 'fast', level: 0 },
};

function typed(state: SchemaFormState, drafts: Drafts): SchemaFormState {
  return { ...state, drafts: { ...state.drafts, ...drafts } };
}

function problemsOf(drafts: Drafts): Record<string, string> {
  const reading = readForm(plan, typed(startForm(plan, { csv: 'a' }), drafts));
  return reading.ok
    ? {}
    : Object.fromEntries(reading.problems.map((problem) => [problem.pointer, problem.message]));
}

describe('the form of a schema', () => {
  test('gives back untouched what it was filled with', () => {
    expect(readForm(plan, startForm(plan, full))).toEqual({ ok: true, value: full });
  });

  test('starts from the defaults, and leaves out what stays empty', () => {
    expect(readForm(plan, startForm(plan, { csv: 'a' }))).toEqual({
      ok: true,
      value: { csv: 'a', rows: 10 },
    });
  });

  test('asks for what is required, also inside a group once it is begun', () => {
    expect(problemsOf({ '/csv': '', '/options/level': '1' })).toEqual({
      '/csv': 'The agent needs this.',
      '/options/mode': 'The agent needs this.',
    });
  });

  test.each([
    ['/csv', 'x'.repeat(21), 'At most 20 characters; there are 21.'],
    ['/rows', 'many', 'A number.'],
    ['/rows', '1.5', 'A whole number.'],
    ['/rows', '0', 'At least 1.'],
    ['/columns', ['a', 'b', 'c'], 'At most 2.'],
    ['/sizes', ['1', 'two'], '“two” is not a number.'],
    ['/document', '{"a": }', 'Line 1, column 7: A value cannot start with }.'],
  ])('refuses in %s what the schema refuses', (pointer, draft, message) => {
    expect(problemsOf({ [pointer]: draft })).toEqual({ [pointer]: message });
  });

  test('passes along what the schema has no field for, unless it allows nothing else', () => {
    const closed = planForm({ properties: { a: { type: 'string' } }, additionalProperties: false });
    const open = planForm({ properties: { a: { type: 'string' } } });
    const value = { a: 'x', more: 1 };
    expect(readForm(open, startForm(open, value))).toEqual({ ok: true, value });
    expect(readForm(closed, startForm(closed, value))).toEqual({ ok: true, value: { a: 'x' } });
  });

  test('names the fields whose given value has another shape', () => {
    const state = startForm(plan, { csv: 'a', header: 'yes', columns: { a: 1 }, options: 'fast' });
    expect(state.misfits).toEqual(['/header', '/columns', '/options']);
  });

  test('sends null for a required field that may be null and is left empty', () => {
    const nullable = planForm({ required: ['a'], properties: { a: { type: ['string', 'null'] } } });
    expect(readForm(nullable, startForm(nullable, {}))).toEqual({ ok: true, value: { a: null } });
  });

  test('opens as JSON when the inputs are no object, or the schema none', () => {
    expect(startForm(plan, [1]).mode).toBe('json');
    expect(startForm({ kind: 'json' }, { a: 1 })).toMatchObject({
      mode: 'json',
      text: '{\n  "a": 1\n}',
    });
  });

  test('reads empty JSON as no inputs', () => {
    expect(readForm({ kind: 'json' }, startForm({ kind: 'json' }, undefined))).toEqual({
      ok: true,
      value: undefined,
    });
  });
});

describe('switching between fields and JSON', () => {
  test('loses nothing on the way there and back', () => {
    const there = toJsonMode(plan, typed(startForm(plan, full), { '/rows': 'ten' }));
    expect(JSON.parse(there.text)).toEqual({ ...full, rows: 'ten' });
    const back = toFieldsMode(plan, there);
    expect(back.ok && back.state.drafts['/rows']).toBe('ten');
  });

  test('stays in JSON while the text cannot be read', () => {
    const state = { ...startForm(plan, full), mode: 'json' as const, text: '{"csv"' };
    expect(toFieldsMode(plan, state)).toEqual({
      ok: false,
      message: 'Line 1, column 7: Expected a colon after the name.',
    });
  });
});
