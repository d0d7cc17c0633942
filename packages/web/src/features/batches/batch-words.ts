import { figure, sayCount } from '../../ui/count-words.ts';

export type BatchKind = 'ASSIGN' | 'AUTO_ASSIGN' | 'CANCEL' | 'RESUBMIT';

interface BatchFacts {
  readonly kind: BatchKind;
  readonly total: number;
  readonly agent: { readonly name: string } | null;
}

/** What a batch does, as a title. */
export function batchTitle({ kind, total, agent }: BatchFacts): string {
  const jobs = sayCount(total, 'job');
  switch (kind) {
    case 'ASSIGN':
      return agent === null ? `Assign ${jobs}` : `Assign ${jobs} to ${agent.name}`;
    case 'AUTO_ASSIGN':
      return `Match ${jobs}`;
    case 'CANCEL':
      return `Cancel ${sayCount(total, 'assignment')}`;
    case 'RESUBMIT':
      return `Resubmit ${jobs}`;
  }
}

export interface BatchCounts {
  readonly total: number;
  readonly done: number;
  readonly succeeded: number;
  readonly failed: number;
  readonly skipped: number;
  readonly cancelled: number;
}

/** How far it is and how it went, the expected first: "340 of 1,000", "4 failed". */
export function sayProgress(counts: BatchCounts, running: boolean): readonly string[] {
  const { total, done, succeeded, failed, skipped, cancelled } = counts;
  const said = [
    running
      ? `${figure(done)} of ${figure(total)}`
      : `${figure(succeeded)} of ${figure(total)} done`,
  ];
  if (failed > 0) said.push(`${figure(failed)} failed`);
  if (skipped > 0) said.push(`${figure(skipped)} skipped`);
  if (cancelled > 0) said.push(`${figure(cancelled)} left as they were`);
  return said;
}

/** Who asked for it, as a person would say it. */
export function sayActor(actor: string): string {
  return actor === 'operator' ? 'Operator' : actor;
}
