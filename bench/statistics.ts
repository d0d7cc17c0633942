import type { Round } from './closed-loop.ts';

export interface Spread {
  readonly median: number;
  readonly min: number;
  readonly max: number;
}

export interface Latency {
  readonly p50: number;
  readonly p95: number;
  readonly p99: number;
}

const ascending = (values: readonly number[]) => values.toSorted((a, b) => a - b);

/** The nearest rank: a value that was measured, never one in between. */
export function percentile(sorted: readonly number[], share: number): number {
  return sorted[Math.max(0, Math.ceil(sorted.length * share) - 1)] ?? Number.NaN;
}

export function spreadOf(values: readonly number[]): Spread {
  const sorted = ascending(values);
  return {
    median: percentile(sorted, 0.5),
    min: sorted[0] ?? Number.NaN,
    max: sorted.at(-1) ?? Number.NaN,
  };
}

/** Of every call of every round. */
export function latencyOf(rounds: readonly Round[]): Latency {
  const sorted = ascending(rounds.flatMap(({ latenciesMs }) => latenciesMs));
  return {
    p50: percentile(sorted, 0.5),
    p95: percentile(sorted, 0.95),
    p99: percentile(sorted, 0.99),
  };
}

export const perSecond = ({ done, elapsedMs }: Round): number => (done * 1000) / elapsedMs;

/** Round by round, so that what slowed the machine for a while weighs on both sides of each quotient. */
export function ratiosOf(ours: readonly Round[], theirs: readonly Round[]): Spread {
  return spreadOf(
    ours.flatMap((round, n) => {
      const other = theirs[n];
      return other === undefined ? [] : [perSecond(round) / perSecond(other)];
    }),
  );
}
