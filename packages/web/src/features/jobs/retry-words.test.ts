import { expect, it } from 'vitest';
import { sayRetryPolicy } from './retry-words.ts';

const usual = {
  maxAttempts: 4,
  initialIntervalMs: 1_000,
  backoffCoefficient: 2,
  maximumIntervalMs: 100_000,
  totalTimeoutMs: null,
  nonRetryable: [],
};

it('a retry policy reads as a line', () => {
  expect(sayRetryPolicy(usual)).toBe('4 attempts, first wait 1 s, doubling up to 100 s');
  expect(sayRetryPolicy({ ...usual, backoffCoefficient: 1 })).toBe('4 attempts, 1 s between them');
  expect(
    sayRetryPolicy({
      ...usual,
      backoffCoefficient: 1.5,
      totalTimeoutMs: 3_600_000,
      nonRetryable: ['agent_error'],
    }),
  ).toBe(
    '4 attempts, first wait 1 s, then × 1.5 up to 100 s, none begun after 1 h, not after agent error',
  );
  expect(sayRetryPolicy({ ...usual, maxAttempts: 1 })).toBe('One attempt, not tried again');
});
