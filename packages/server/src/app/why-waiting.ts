import type { Competitor } from '@muster/domain/waiting/queue.ts';
import { type Waiting, whyWaiting } from '@muster/domain/waiting/why-waiting.ts';
import type { Matcher } from './match-job.ts';
import type { Reads, StoredAgent, StoredJob } from './ports/store.ts';

export interface WhyWaitingPorts {
  readonly reads: Reads;
  readonly matcher: Matcher;
  /** Milliseconds on a clock that only goes forward. */
  readonly elapsed: () => number;
}

/** Jobs further back than this do not shift a place that anybody looks at. */
const queueDepth = 500;
/** A page of jobs asks for all of its rows at once, and one look at the queue serves them all. */
const freshMs = 500;

/** Says why a pending job waits, with its place in the queue; null for a job that does not wait. */
export function createWhyWaiting({ reads, matcher, elapsed }: WhyWaitingPorts) {
  let seen: { readonly at: number; readonly queue: Promise<Queue> } | undefined;

  const lookAtQueue = async (): Promise<Queue> => {
    const [agents, places] = await Promise.all([reads.agents(), reads.queue(null, queueDepth)]);
    const jobs = await reads.waitingJobs(places.map(({ id }) => id));
    // What a person must see to takes nobody's place.
    const competing = jobs.filter(({ attention }) => attention === null);
    return { agents, competitors: competing.map((job) => competitorOf(job, agents, matcher)) };
  };
  const queueNow = (): Promise<Queue> => {
    if (!seen || elapsed() - seen.at > freshMs) seen = { at: elapsed(), queue: lookAtQueue() };
    return seen.queue;
  };

  return async ({ jobId }: { readonly jobId: string }): Promise<Waiting | null> => {
    const [job, { agents, competitors }, lastFailure] = await Promise.all([
      reads.job(jobId),
      queueNow(),
      reads.lastMatchingFailure(jobId),
    ]);
    if (job === null || job.status !== 'PENDING') return null;
    const { candidates, awaited } = matcher.rank(job, agents);
    const eligible = candidates.filter((candidate) => candidate.eligible).length;
    return whyWaiting({
      job,
      agents,
      needsDecision: job.attention === 'NEEDS_DECISION',
      candidates,
      awaited,
      queue: competitors,
      autoAssign: job.autoAssign,
      nextAttemptAt: job.nextAttemptAt,
      now: job.now,
      lastMatching: lastFailure === null ? null : { reason: lastFailure, eligible },
      sayTime: (time) => `${time.toISOString().slice(11, 16)} UTC`,
    });
  };
}

interface Queue {
  readonly agents: readonly StoredAgent[];
  readonly competitors: readonly Competitor[];
}

function competitorOf(
  job: StoredJob,
  agents: readonly StoredAgent[],
  matcher: Matcher,
): Competitor {
  const { id, priority, createdAt } = job;
  return { id, priority, createdAt, agentIds: matcher.capable(job, agents) };
}
