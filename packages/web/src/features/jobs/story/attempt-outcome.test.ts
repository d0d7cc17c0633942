import { expect, it } from 'vitest';
import { attemptOutcome } from './attempt-outcome.ts';

it('an attempt that failed says whether another one followed or is to come', () => {
  expect(attemptOutcome('FAILED', 'tried again')).toEqual({
    status: 'FAILED',
    words: 'Failed, tried again',
  });
  expect(attemptOutcome('FAILED', null)?.words).toBe('Failed');
  expect(attemptOutcome('EXPIRED', 'to be tried again')?.words).toBe(
    'Fell silent, to be tried again',
  );
});

it('an attempt that goes on has no outcome', () => {
  expect(attemptOutcome('IN_PROGRESS', null)).toBeNull();
});
