import { describe, expect, it } from 'vitest';
import { batchTitle, sayProgress } from './batch-words.ts';

it('a batch is called what it does', () => {
  const agent = { name: 'csv-analyst' };
  expect(batchTitle({ kind: 'ASSIGN', total: 3412, agent })).toBe(
    'Assign 3,412 jobs to csv-analyst',
  );
  expect(batchTitle({ kind: 'ASSIGN', total: 2, agent: null })).toBe('Assign 2 jobs');
  expect(batchTitle({ kind: 'AUTO_ASSIGN', total: 1, agent: null })).toBe('Match 1 job');
  expect(batchTitle({ kind: 'CANCEL', total: 1, agent: null })).toBe('Cancel 1 assignment');
  expect(batchTitle({ kind: 'RESUBMIT', total: 4, agent: null })).toBe('Resubmit 4 jobs');
});

describe('progress', () => {
  const begun = { total: 1000, done: 0, succeeded: 0, failed: 0, skipped: 0, cancelled: 0 };

  it('of a running batch is how many it is through with', () => {
    expect(sayProgress(begun, true)).toEqual(['0 of 1,000']);
    expect(sayProgress({ ...begun, done: 340, succeeded: 336, failed: 4 }, true)).toEqual([
      '340 of 1,000',
      '4 failed',
    ]);
  });

  it('of one that has ended is what came of it', () => {
    const ended = { ...begun, done: 1000, succeeded: 900, failed: 4, skipped: 6, cancelled: 90 };
    expect(sayProgress(ended, false)).toEqual([
      '900 of 1,000 done',
      '4 failed',
      '6 skipped',
      '90 left as they were',
    ]);
  });
});
