import { sayTimeSpan } from '../../ui/time-span.ts';

interface RetryPolicy {
  readonly maxAttempts: number;
  readonly initialIntervalMs: number;
  readonly backoffCoefficient: number;
  readonly maximumIntervalMs: number;
  readonly totalTimeoutMs: number | null;
  readonly nonRetryable: readonly string[];
}

/** A retry policy as one would say it: "4 attempts, first wait 1 s, doubling up to 100 s". */
export function sayRetryPolicy(policy: RetryPolicy): string {
  if (policy.maxAttempts === 1) return 'One attempt, not tried again';
  const parts = [`${policy.maxAttempts} attempts`, ...sayWaits(policy)];
  if (policy.totalTimeoutMs !== null) {
    parts.push(`none begun after ${sayTimeSpan(policy.totalTimeoutMs)}`);
  }
  if (policy.nonRetryable.length > 0) {
    parts.push(
      `not after ${policy.nonRetryable.map((name) => name.replaceAll('_', ' ')).join(', ')}`,
    );
  }
  return parts.join(', ');
}

function sayWaits({
  initialIntervalMs,
  backoffCoefficient,
  maximumIntervalMs,
}: RetryPolicy): string[] {
  const first = sayTimeSpan(initialIntervalMs);
  if (backoffCoefficient === 1 || maximumIntervalMs <= initialIntervalMs) {
    return [`${first} between them`];
  }
  const grows = backoffCoefficient === 2 ? 'doubling' : `then × ${backoffCoefficient}`;
  return [`first wait ${first}`, `${grows} up to ${sayTimeSpan(maximumIntervalMs)}`];
}
