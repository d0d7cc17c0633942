import { describe, expect, it } from 'vitest';
import { createInputsValidator } from './inputs-validator.ts';

const validator = createInputsValidator();

const csvSchema = {
  $schema: 'https://json-schema.org/draft/2020-12/schema',
  type: 'object',
  properties: {
    csv: { type: 'string', minLength: 1 },
    delimiter: { enum: [',', ';'] },
    contact: { type: 'string', format: 'email' },
    'a/b~c': { type: 'integer', minimum: 3 },
    rows: { type: 'array', items: { type: 'object', properties: { id: { type: 'number' } } } },
  },
  required: ['csv'],
  additionalProperties: false,
};

describe('inputs', () => {
  it('that fit are accepted', () => {
    expect(validator.validate(csvSchema, { csv: 'a,b', delimiter: ';' })).toEqual([]);
  });

  it.each([
    [{}, '/csv', 'is required'],
    [{ csv: 1 }, '/csv', 'must be string, but is number'],
    [{ csv: null }, '/csv', 'must be string, but is null'],
    [{ csv: '' }, '/csv', 'must NOT have fewer than 1 characters'],
    [{ csv: 'x', delimiter: '|' }, '/delimiter', 'must be one of ",", ";"'],
    [{ csv: 'x', contact: 'nobody' }, '/contact', 'must be written as email'],
    [{ csv: 'x', cvs: 1 }, '/cvs', 'is not a known property'],
    [{ csv: 'x', 'a/b~c': 1 }, '/a~1b~0c', 'must be >= 3'],
    [{ csv: 'x', rows: [{}, { id: 'one' }] }, '/rows/1/id', 'must be number, but is string'],
    [[], '', 'must be object, but is array'],
    [undefined, '', 'must be object, but is undefined'],
  ])('%j are refused at %j', (inputs, path, message) => {
    expect(validator.validate(csvSchema, inputs)).toEqual([
      { path, message: expect.stringContaining(message) },
    ]);
  });

  it('are told all that is wrong at once, up to 20 issues', () => {
    expect(validator.validate(csvSchema, { delimiter: 1, other: 1 })).toHaveLength(3);
    const many = Array.from({ length: 1_000 }, () => 'x');
    expect(validator.validate({ items: { type: 'number' } }, many)).toHaveLength(20);
  });

  it('are checked with the keywords of 2020-12', () => {
    const schema = {
      prefixItems: [{ type: 'string' }],
      unevaluatedItems: false,
      dependentRequired: {},
    };
    expect(validator.validate(schema, ['a'])).toEqual([]);
    expect(validator.validate(schema, ['a', 'b'])).not.toEqual([]);
    expect(
      validator.validate({ properties: { a: {} }, unevaluatedProperties: false }, { b: 1 }),
    ).toEqual([{ path: '/b', message: expect.stringContaining('not a known property') }]);
  });

  it('pass unknown keywords and formats, which are annotations', () => {
    expect(validator.validate({ type: 'string', format: 'csv', 'x-widget': 'area' }, 'a')).toEqual(
      [],
    );
  });
});

describe('a schema that cannot be used', () => {
  it.each([
    ['text', 'type: object', '', 'must be a JSON Schema'],
    ['nothing', null, '', 'must be a JSON Schema'],
    ['an unknown type', { type: 'table' }, '/type', 'must be one of'],
    [
      'a wrong keyword deeper down',
      { properties: { a: { minLength: -1 } } },
      '/properties/a/minLength',
      '>= 0',
    ],
    [
      'another dialect',
      { $schema: 'http://json-schema.org/draft-07/schema#' },
      '/$schema',
      '2020-12',
    ],
    ['a remote reference', { $ref: 'https://example.com/s.json' }, '', 'nothing is fetched'],
    ['a dangling reference', { $ref: '#/$defs/none' }, '', 'put it under $defs'],
    ['a broken pattern', { pattern: '(' }, '', 'Invalid regular expression: /(/'],
    ['asynchronous validation', { $async: true }, '/$async', 'not supported'],
    ['too much of it', { description: 'x'.repeat(70_000) }, '', 'at most 64 KiB'],
  ])('because of %s, says so', (_name, schema, path, message) => {
    expect(validator.checkSchema(schema)).toContainEqual({
      path,
      message: expect.stringContaining(message),
    });
    expect(validator.validate(schema, {})).toEqual([
      { path: '', message: expect.stringContaining("the agent's input schema is unusable") },
    ]);
  });

  it('because it is a cycle, or nested without end, says so', () => {
    const cycle: { not?: unknown } = {};
    cycle.not = cycle;
    let deep: { not?: unknown } = {};
    for (let level = 0; level < 100; level += 1) deep = { not: deep };
    expect(validator.checkSchema(cycle)).toHaveLength(1);
    expect(validator.checkSchema(deep)).toHaveLength(1);
  });
});

describe('schemas do not disturb each other', () => {
  it('when they have the same $id', () => {
    const one = { $id: 'https://example.com/inputs', type: 'string' };
    const other = { $id: 'https://example.com/inputs', type: 'number' };
    expect(validator.validate(one, 'a')).toEqual([]);
    expect(validator.validate(other, 1)).toEqual([]);
    expect(validator.validate({ $ref: 'https://example.com/inputs' }, 1)).toHaveLength(1);
  });
});

describe('what would hang the server is cut off', () => {
  const quick = createInputsValidator({ timeLimitMs: 30 });

  it.each([
    ['a pattern that backtracks', { pattern: '^(a+)+$' }, `${'a'.repeat(40)}b`],
    [
      'unique items without end',
      { uniqueItems: true },
      Array.from({ length: 20_000 }, (_, id) => ({ id })),
    ],
  ])('%s', (_name, schema, inputs) => {
    expect(quick.validate(schema, inputs)).toEqual([
      { path: '', message: expect.stringContaining('longer than 30 ms') },
    ]);
    // The compiled schema is as good as new.
    expect(quick.validate(schema, [])).toEqual([]);
  });

  it('references that double at each step', () => {
    const $defs = Object.fromEntries(
      Array.from({ length: 40 }, (_, step) => [
        `d${step}`,
        { allOf: [{ $ref: `#/$defs/d${step + 1}` }, { $ref: `#/$defs/d${step + 1}` }] },
      ]),
    );
    const schema = { $ref: '#/$defs/d0', $defs: { ...$defs, d40: { type: 'number' } } };
    expect(quick.validate(schema, 1)).toEqual([
      { path: '', message: expect.stringContaining('longer than 30 ms') },
    ]);
  });

  it('a schema that refers to itself', () => {
    expect(validator.validate({ $ref: '#' }, {})).toEqual([
      { path: '', message: expect.stringContaining('without end') },
    ]);
  });
});

it('a recursive schema for trees works', () => {
  const tree = {
    type: 'object',
    properties: { children: { type: 'array', items: { $ref: '#' } }, name: { type: 'string' } },
    required: ['name'],
  };
  expect(validator.validate(tree, { name: 'a', children: [{ name: 'b' }] })).toEqual([]);
  expect(validator.validate(tree, { name: 'a', children: [{}] })).toEqual([
    { path: '/children/0/name', message: 'is required' },
  ]);
});
