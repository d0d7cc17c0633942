import { describe, expect, it } from 'vitest';
import { blankRetry, placeRetryIssues, readRetry } from './retry-draft.ts';

describe('a retry policy as it is typed', () => {
  it('is none when nothing was filled in', () => {
    expect(readRetry(blankRetry)).toEqual({ policy: undefined, problems: {} });
  });

  it('holds only what was filled in, times in milliseconds', () => {
    const draft = {
      ...blankRetry,
      maxAttempts: ' 6 ',
      initialIntervalMs: '30 s',
      backoffCoefficient: '1,5',
    };
    expect(readRetry(draft)).toEqual({
      policy: { maxAttempts: 6, initialIntervalMs: 30_000, backoffCoefficient: 1.5 },
      problems: {},
    });
  });

  it('says of a field that cannot be read what may stand there', () => {
    expect(
      readRetry({ ...blankRetry, maxAttempts: 'many', totalTimeoutMs: '30' }).problems,
    ).toEqual({
      maxAttempts: 'Give a number.',
      totalTimeoutMs: 'Give a number with its unit, such as 30 s or 5 min.',
    });
  });
});

describe('what the server finds wrong with a policy', () => {
  it('stands beside the field, in the form’s own words', () => {
    expect(
      placeRetryIssues([
        {
          path: 'retryPolicy.maxAttempts',
          message: 'retryPolicy.maxAttempts is 200: give a whole number from 1 to 100.',
        },
        {
          path: 'retryPolicy.initialIntervalMs',
          message: 'retryPolicy.initialIntervalMs is 0: give a whole number from 1 to 86,400,000.',
        },
        {
          path: 'retryPolicy.maximumIntervalMs',
          message:
            'retryPolicy.maximumIntervalMs is 1,000: give at least 5,000, the initialIntervalMs.',
        },
        { path: 'title', message: 'title is empty: give 1 to 200 characters.' },
      ]),
    ).toEqual({
      maxAttempts: 'Give a whole number from 1 to 100.',
      initialIntervalMs: 'Give a time from 1 ms to 1 d.',
      maximumIntervalMs: 'Give at least 5 s, the first wait.',
    });
  });
});
