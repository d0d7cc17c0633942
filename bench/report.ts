import os from 'node:os';
import type { Figure } from './contest.ts';
import type { Spread } from './statistics.ts';

/** Where and when figures were measured. */
export interface Circumstances {
  readonly date: string;
  readonly cores: number;
  readonly processor: string;
  readonly memoryGiB: number;
  readonly node: string;
  readonly postgres: string;
  readonly seconds: number;
  readonly rounds: number;
}

export function circumstancesOf(run: {
  readonly postgres: string;
  readonly seconds: number;
  readonly rounds: number;
}): Circumstances {
  return {
    date: new Date().toISOString().slice(0, 10),
    cores: os.availableParallelism(),
    processor: os.cpus()[0]?.model.trim() ?? 'unknown',
    memoryGiB: Math.round(os.totalmem() / 2 ** 30),
    node: process.versions.node,
    ...run,
  };
}

export function sayCircumstances(at: Circumstances): string {
  return [
    `${at.date}; ${at.cores} cores (${at.processor}), ${at.memoryGiB} GiB; Node ${at.node}, PostgreSQL ${at.postgres}, load generator on the same machine;`,
    `${at.rounds} rounds of ${at.seconds} s each, by turns; medians with (lowest–highest)`,
  ].join('\n');
}

/** One line, with as many digits as a measurement deserves. */
export const jsonOf = (value: unknown): string =>
  JSON.stringify(value, (_, part: unknown) =>
    typeof part === 'number' ? Number(part.toPrecision(5)) : part,
  );

const number = new Intl.NumberFormat('en', { maximumFractionDigits: 0 });
const whole = ({ median, min, max }: Spread) =>
  `${number.format(median)} (${number.format(min)}–${number.format(max)})`;
const times = ({ median, min, max }: Spread) =>
  `${median.toFixed(2)}× (${min.toFixed(2)}–${max.toFixed(2)})`;
/** Nothing where latency was not measured. */
const ms = (value: number) => (Number.isNaN(value) ? '' : value.toFixed(value < 10 ? 2 : 1));

/** One line for each figure, those that were measured by turns together. */
export function tableOf(figures: readonly Figure[]): string {
  const head = ['bench', 'callers', 'who', 'a second', 'p50 ms', 'p95 ms', 'p99 ms', 'compared'];
  const rows = figures.map(({ bench, callers, arm, perSecond, latencyMs, ratios }) => [
    bench,
    String(callers),
    arm,
    whole(perSecond),
    ms(latencyMs.p50),
    ms(latencyMs.p95),
    ms(latencyMs.p99),
    ratios.map((ratio) => `${times(ratio)} ${ratio.to}`).join('; '),
  ]);
  const table = [head, ...rows];
  const widths = head.map((_, column) => Math.max(...table.map((row) => row[column]?.length ?? 0)));
  const line = (cells: readonly string[]) =>
    `| ${cells.map((cell, column) => cell.padEnd(widths[column] ?? 0)).join(' | ')} |`;
  return [line(head), line(widths.map((width) => '-'.repeat(width))), ...rows.map(line)].join('\n');
}
