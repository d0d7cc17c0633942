import { describe, expect, test } from 'vitest';
import { placeIssues } from './schema-form-issues.ts';
import { planForm } from './schema-form-plan.ts';

const plan = planForm({
  properties: {
    csv: { type: 'string' },
    document: {},
    options: { type: 'object', properties: { mode: { type: 'string' } } },
  },
});

describe('placeIssues', () => {
  test.each([
    ['/csv', { pointer: '/csv', message: 'is wrong' }],
    ['csv', { pointer: '/csv', message: 'is wrong' }],
    ['inputs.csv', { pointer: '/csv', message: 'is wrong' }],
    ['/inputs/csv', { pointer: '/csv', message: 'is wrong' }],
    ['$.options.mode', { pointer: '/options/mode', message: 'is wrong' }],
    ['/options', { pointer: '/options', message: 'is wrong' }],
    ['/document/items/0', { pointer: '/document', message: '/items/0: is wrong' }],
    ['/unknown', { pointer: '', message: '/unknown: is wrong' }],
    ['', { pointer: '', message: 'is wrong' }],
    ['inputs', { pointer: '', message: 'is wrong' }],
  ])('puts an issue about %j where it is seen', (path, placed) => {
    expect(placeIssues(plan, [{ path, message: 'is wrong' }])).toEqual([placed]);
  });

  test('keeps a field of the agent that is itself called inputs', () => {
    const named = planForm({ properties: { inputs: { type: 'string' } } });
    expect(placeIssues(named, [{ path: '/inputs', message: 'x' }])).toEqual([
      { pointer: '/inputs', message: 'x' },
    ]);
  });
});
