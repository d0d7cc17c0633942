import { expect, it } from 'vitest';
import type { BatchPreview } from './batch-api.ts';
import { whatChanged } from './preview-words.ts';

const shown: BatchPreview = {
  total: 100,
  eligible: 96,
  ineligible: 4,
  reasons: [],
  placements: [
    { agent: { id: 'a', name: 'csv-analyst' }, count: 56 },
    { agent: { id: 'b', name: 'log-digest' }, count: 40 },
  ],
  solution: null,
  token: 'one',
};

it('what changed since the look is told by its numbers', () => {
  const now: BatchPreview = {
    ...shown,
    total: 99,
    eligible: 94,
    ineligible: 5,
    placements: [
      { agent: { id: 'a', name: 'csv-analyst' }, count: 56 },
      { agent: { id: 'c', name: 'word-counter' }, count: 38 },
    ],
  };
  expect(whatChanged(shown, now, 'match')).toEqual([
    '99 jobs instead of 100.',
    '94 can be assigned, 96 before.',
    'log-digest gets 0, 40 before.',
    'word-counter gets 38, 0 before.',
  ]);
});

it('a change that moves no number is still told', () => {
  expect(whatChanged(shown, { ...shown, token: 'two' }, 'cancel')).toEqual([
    'Some of the jobs are not as they were; the numbers have stayed the same.',
  ]);
});
