import { completePolicy, type RetryPolicy } from '@muster/domain/retry/policy.ts';
import type { QueueEntry, WaitingJob } from './ports/store.ts';

interface Known {
  readonly version: number;
  /** Agents, free or not, of whom one must be free for the job to be looked at again: who has what it takes, or who is worth waiting for. */
  waitsFor: readonly string[];
  /** When its retry policy gives it up. */
  readonly endsAt: Date | null;
  /** What the matcher knew when this server last found that a person must see to it. */
  leftWith: string | null;
}

/**
 * Who could do each waiting job, remembered from round to round: with ten thousand in the queue and one place free, the
 * others need not be read and judged again. Holds while the matcher knows the same agents, and nobody changes the job.
 */
export function createQueueMemory(standard: RetryPolicy) {
  let known = new Map<string, Known>();
  let knew = '';

  return {
    /** What was found when the matcher knew something else is forgotten. */
    about(knows: string): void {
      if (knows !== knew) known = new Map();
      knew = knows;
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
      return job.waitsFor.some((one) => free.has(one));
    },
    keep(job: WaitingJob, capable: readonly string[]): void {
      const { id, version, consideredWith: leftWith } = job;
      known.set(id, { version, waitsFor: capable, endsAt: endOf(job, standard), leftWith });
    },
    /** That others are free is nothing to the job. */
    waitFor({ id }: WaitingJob, awaited: readonly string[]): void {
      const job = known.get(id);
      if (job) job.waitsFor = awaited;
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
