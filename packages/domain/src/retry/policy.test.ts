import { describe, expect, it } from 'vitest';
import {
  backoffMs,
  checkRetryPolicy,
  completePolicy,
  defaultRetryPolicy,
  retryLimits,
} from './policy.ts';

describe('checkRetryPolicy', () => {
  it('accepts the default policy, an empty one, and one of nulls', () => {
    expect(checkRetryPolicy(defaultRetryPolicy)).toEqual([]);
    expect(checkRetryPolicy({})).toEqual([]);
    const nulls = { maxAttempts: null, jitter: null, totalTimeoutMs: null, nonRetryable: null };
    expect(checkRetryPolicy(nulls)).toEqual([]);
  });

  it.each([
    ['maxAttempts', 0, 'maxAttempts is 0: give a whole number from 1 to 100.'],
    ['maxAttempts', 2.5, 'maxAttempts is 2.5: give a whole number from 1 to 100.'],
    ['initialIntervalMs', 0, 'initialIntervalMs is 0: give a whole number from 1 to 86,400,000.'],
    ['backoffCoefficient', 0.5, 'backoffCoefficient is 0.5: give a number from 1 to 10.'],
    ['backoffCoefficient', Number.NaN, 'backoffCoefficient is NaN: give a number from 1 to 10.'],
    ['maximumIntervalMs', 1e9, /from 1 to 86,400,000/],
    ['jitter', 1.1, 'jitter is 1.1: give a number from 0 to 1.'],
    ['totalTimeoutMs', -1, /from 1 to 1,209,600,000/],
  ] as const)('names %s when it is %d, and what it may be', (field, value, message) => {
    expect(checkRetryPolicy({ [field]: value })).toEqual([
      {
        path: field,
        message: typeof message === 'string' ? message : expect.stringMatching(message),
      },
    ]);
  });

  it('names a class of failure that does not exist', () => {
    const [issue] = checkRetryPolicy({ nonRetryable: ['quota', 'bad_luck'] });
    expect(issue?.path).toBe('nonRetryable.1');
    expect(issue?.message).toContain('agent_error');
  });

  it('wants the maximum interval to be no shorter than the initial one', () => {
    expect(checkRetryPolicy({ initialIntervalMs: 5_000, maximumIntervalMs: 1_000 })).toEqual([
      {
        path: 'maximumIntervalMs',
        message: 'maximumIntervalMs is 1,000: give at least 5,000, the initialIntervalMs.',
      },
    ]);
  });

  it('names every field that is wrong at once', () => {
    const issues = checkRetryPolicy({ maxAttempts: 0, jitter: 2, totalTimeoutMs: 0 });
    expect(issues.map(({ path }) => path)).toEqual(['maxAttempts', 'jitter', 'totalTimeoutMs']);
  });

  it('stays within what GraphQL calls an Int', () => {
    expect(retryLimits.maxTotalTimeoutMs).toBeLessThan(2 ** 31);
  });
});

describe('completePolicy', () => {
  it('takes what is left out or null from the defaults', () => {
    const defaults = { ...defaultRetryPolicy, totalTimeoutMs: 60_000 };
    expect(completePolicy({}, defaults)).toEqual(defaults);
    expect(completePolicy({ maxAttempts: 1, jitter: null }, defaults)).toEqual({
      ...defaults,
      maxAttempts: 1,
    });
  });

  it('lets a null lift the time limit', () => {
    const defaults = { ...defaultRetryPolicy, totalTimeoutMs: 60_000 };
    expect(completePolicy({ totalTimeoutMs: null }, defaults).totalTimeoutMs).toBeNull();
  });

  it('raises a maximum that was left out to the initial interval that was given', () => {
    const { maximumIntervalMs } = completePolicy(
      { initialIntervalMs: 200_000 },
      defaultRetryPolicy,
    );
    expect(maximumIntervalMs).toBe(200_000);
  });
});

describe('backoffMs', () => {
  it('doubles from one second to the maximum by default', () => {
    const waits = [0, 1, 2, 3, 6, 7, 99].map((retries) =>
      backoffMs(defaultRetryPolicy, retries, 0),
    );
    expect(waits).toEqual([1_000, 2_000, 4_000, 8_000, 64_000, 100_000, 100_000]);
  });

  it('adds at most its jitter, also to a wait that is capped', () => {
    expect(backoffMs(defaultRetryPolicy, 0, 0.5)).toBe(1_100);
    expect(backoffMs(defaultRetryPolicy, 50, 0.999)).toBe(119_980);
  });
});
