import { expect, test } from 'vitest';
import { jsonChecker } from './json-checker.ts';

const check = (schema: object, document: unknown) => jsonChecker.handle({ schema, document });

const order = {
  $schema: 'https://json-schema.org/draft/2020-12/schema',
  $id: 'https://example.com/order',
  type: 'object',
  required: ['id', 'items'],
  additionalProperties: false,
  properties: {
    id: { type: 'string', format: 'uuid' },
    items: {
      type: 'array',
      prefixItems: [{ type: 'string' }],
      items: { $ref: '#/$defs/line' },
    },
  },
  $defs: { line: { type: 'object', properties: { count: { type: 'integer', minimum: 1 } } } },
};

test('says that a fitting document is valid, also twice with the same $id', () => {
  const document = { id: 'e58ed763-928c-4155-bee9-fdbaaadc15f3', items: ['x', { count: 1 }] };
  const valid = { outcome: 'COMPLETED', output: { valid: true, errorCount: 0, errors: [] } };
  expect(check(order, document)).toMatchObject(valid);
  expect(check(order, document)).toMatchObject(valid);
});

test('lists every violation with its JSON Pointer', () => {
  const document = { id: 'seven', items: [1, { count: 0 }], 'a/b': true };
  expect(check(order, document)).toMatchObject({
    outcome: 'COMPLETED',
    output: {
      valid: false,
      errorCount: 4,
      errors: expect.arrayContaining([
        expect.objectContaining({ path: '', message: expect.stringContaining('"a/b"') }),
        expect.objectContaining({ path: '/id', keyword: 'format' }),
        expect.objectContaining({ path: '/items/0', message: 'must be string' }),
        expect.objectContaining({ path: '/items/1/count', message: 'must be >= 1' }),
      ]),
    },
  });
});

test('checks any JSON value, null included', () => {
  expect(check({ type: 'null' }, null)).toMatchObject({ output: { valid: true } });
  expect(check({ type: 'string' }, false)).toMatchObject({ output: { valid: false } });
});

test('ignores keywords it does not know, as the specification asks', () => {
  expect(check({ 'x-owner': 'team', type: 'integer' }, 1)).toMatchObject({
    output: { valid: true },
  });
});

test.each([
  ['an unknown type', { properties: { a: { type: 'text' } } }, '/properties/a/type'],
  ['a keyword of the wrong type', { required: 'id' }, '/required must be array'],
  ['a reference that leads nowhere', { $ref: '#/$defs/missing' }, "can't resolve reference"],
  ['a reference to elsewhere', { $ref: 'https://example.com/other' }, "can't resolve reference"],
  ['a reference to itself', { $ref: '#' }, 'refers to itself'],
  ['a broken regular expression', { pattern: '[' }, 'Invalid regular expression'],
  ['an older dialect', { $schema: 'http://json-schema.org/draft-07/schema#' }, 'draft-07'],
  ['a $schema that is no text', { $schema: 7 }, '$schema'],
  ['a validator of promises', { $async: true }, '$async'],
])('asks for another schema when given %s', (_, schema, message) => {
  expect(check(schema, {})).toEqual({
    outcome: 'RESUBMISSION_REQUIRED',
    message: expect.stringContaining(message),
  });
});

test('asks for what is missing', () => {
  expect(jsonChecker.handle({ schema: {} })).toEqual({
    outcome: 'RESUBMISSION_REQUIRED',
    message: expect.stringContaining('`document` is missing'),
  });
  expect(jsonChecker.handle({ schema: '{}', document: 1 })).toEqual({
    outcome: 'RESUBMISSION_REQUIRED',
    message: expect.stringContaining('`schema` must be object'),
  });
});
