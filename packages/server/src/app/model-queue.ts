import type { Matcher } from './match-job.ts';
import type { LeaseTimes } from './open-assignment.ts';
import type { Committer } from './ports/commit.ts';
import type { Secrets } from './ports/secrets.ts';
import type { StoredAgent, WaitingJob } from './ports/store.ts';
import type { QueueMemory } from './queue-memory.ts';
import { changeOf } from './waiting-change.ts';

export interface ModelQueuePorts {
  readonly matcher: Matcher;
  readonly committer: Committer;
  readonly secrets: Secrets;
  readonly leaseTimes: LeaseTimes;
  readonly onError: (error: unknown, doing: string) => void;
}

/** Questions at a time; the others are asked by later rounds. */
const mostAtOnce = 8;

/**
 * Waiting jobs that the model is asked about. A model takes seconds, and a round must not: its turn would be taken back, and
 * jobs that need no model would wait. What it answers is committed like any decision, and lost if the job moved on.
 */
export function createModelQueue(ports: ModelQueuePorts, memory: QueueMemory) {
  const asking = new Set<string>();

  const ask = async (job: WaitingJob, roster: readonly StoredAgent[], knows: string) => {
    const matched = await ports.matcher.match(job, roster);
    const change = changeOf(ports, memory, job, matched, knows);
    if (change !== null) await ports.committer.commit(change);
  };

  return {
    ask(job: WaitingJob, roster: readonly StoredAgent[], knows: string): void {
      if (asking.has(job.id) || asking.size >= mostAtOnce) return;
      asking.add(job.id);
      ask(job, roster, knows)
        .catch((error: unknown) => ports.onError(error, 'asking the model about a waiting job'))
        .finally(() => asking.delete(job.id));
    },
  };
}

export type ModelQueue = ReturnType<typeof createModelQueue>;
