import { ok, type Result } from '@muster/domain/job/errors.ts';
import type { Change, Committer, KeptResult } from './ports/commit.ts';
import type { Reads, StoredJob } from './ports/store.ts';
import { conflict, notFound } from './refusals.ts';

/** What to write, and what to answer once it is written. */
export interface Decided<T> {
  readonly change: Change;
  readonly result: Result<T>;
}

/** The place that an idempotency key gives to a result. */
export type Keep = Omit<KeptResult, 'result'> | undefined;

/** Somebody used the idempotency key before: nothing was written. */
export const repeated = Symbol('repeated');

const attempts = 8;

/**
 * Load → decide → commit. When the job moved between reading and committing, or its agent filled up,
 * everything is read and decided again: the next decision then sees why.
 */
export async function decideAndCommit<T>(
  ports: { readonly reads: Reads; readonly committer: Committer },
  jobId: string,
  keep: Keep,
  decide: (job: StoredJob, isFirst: boolean) => Promise<Result<Decided<T>>>,
): Promise<Result<T> | typeof repeated> {
  for (let attempt = 1; attempt <= attempts; attempt += 1) {
    const job = await ports.reads.job(jobId);
    if (job === null) return notFound('job', jobId);
    const decided = await decide(job, attempt === 1);
    if (!decided.ok) return decided;
    const { change, result } = decided.value;
    const outcome = await ports.committer.commit(withKept(change, keep, result));
    if (outcome === 'applied') return result;
    if (outcome === 'repeated') return repeated;
  }
  return conflict(
    'The job or its agent kept changing while this was decided: look at it again and retry.',
  );
}

export const withKept = (change: Change, keep: Keep, result: Result<unknown>): Change =>
  keep ? { ...change, keep: { ...keep, result } } : change;

/** A decision whose answer is a plain value. */
export const decided = <T>(change: Change, value: T): Result<Decided<T>> =>
  ok({ change, result: ok(value) });
