import { completePolicy, type RetryPolicy } from '@muster/domain/retry/policy.ts';
import type { QueueEntry, StoredAgent, WaitingJob } from './ports/store.ts';

interface Known {
  readonly version: number;
  /** Agents that have what the job takes, free or not. */
  readonly capable: readonly string[];
  /** When its retry policy gives it up. */
  readonly endsAt: Date | null;
  /** What the matcher knew when this server last found that a person must see to it. */
  leftWith: string | null;
}

/**
 * Who could do each waiting job, remembered from round to round: with ten thousand in the queue and one place free, the
 * others need not be read and judged again. Holds while nobody changes the agents or the job.
 */
export function createQueueMemory(standard: RetryPolicy) {
  let known = new Map<string, Known>();
  let described = '';

  return {
    /** What was known of other agents, or of these as they were described before, is forgotten. */
    about(roster: readonly StoredAgent[]): void {
      const now = roster.map(({ id, updatedAt }) => `${id} ${updatedAt.getTime()}`).join();
      if (now !== described) known = new Map();
      described = now;
    },
    /**
     * Whether there may be something to do about it: it is new, its time is up, or one who could do it is free. What was
     * left to a person is not looked at again while the matcher knows no more than it did.
     */
    concerns(
      { id, version, consideredWith, now }: QueueEntry,
      free: ReadonlySet<string>,
      knows: string,
    ): boolean {
      const job = known.get(id);
      if (job === undefined || job.version !== version) return true;
      if (job.endsAt !== null && job.endsAt < now) return true;
      if (consideredWith === knows || job.leftWith === knows) return false;
      return job.capable.some((one) => free.has(one));
    },
    keep(job: WaitingJob, capable: readonly string[]): void {
      const { id, version, consideredWith: leftWith } = job;
      known.set(id, { version, capable, endsAt: endOf(job, standard), leftWith });
    },
    /** It was found to be as it was, and the log need not say so again. */
    leave({ id }: WaitingJob, knows: string): void {
      const job = known.get(id);
      if (job) job.leftWith = knows;
    },
    /** Of jobs that left the queue nothing is kept. */
    keepOnly(ids: ReadonlySet<string>): void {
      for (const id of known.keys()) if (!ids.has(id)) known.delete(id);
    },
  };
}

/** A first attempt waits as long as it takes; the policy's time is for trying again. */
export function endOf(
  { retryPolicy, endedAttempts, submittedAt }: WaitingJob,
  standard: RetryPolicy,
): Date | null {
  const { totalTimeoutMs } = completePolicy(retryPolicy ?? {}, standard);
  if (totalTimeoutMs === null || endedAttempts.length === 0) return null;
  return new Date(submittedAt.getTime() + totalTimeoutMs);
}

export type QueueMemory = ReturnType<typeof createQueueMemory>;
