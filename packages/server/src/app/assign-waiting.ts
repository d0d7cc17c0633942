import { transition } from '@muster/domain/job/transition.ts';
import { completePolicy, type RetryPolicy } from '@muster/domain/retry/policy.ts';
import type { Matcher } from './match-job.ts';
import { type LeaseTimes, openAssignment } from './open-assignment.ts';
import type { Change, Committer } from './ports/commit.ts';
import type { Secrets } from './ports/secrets.ts';
import type { QueuePlace, Reads, StoredAgent, WaitingJob } from './ports/store.ts';
import { system } from './who.ts';

export interface AssignWaitingPorts {
  readonly reads: Reads;
  readonly committer: Committer;
  readonly matcher: Matcher;
  readonly secrets: Secrets;
  readonly leaseTimes: LeaseTimes;
  readonly retryPolicy: RetryPolicy;
}

const pageSize = 200;
/** One round must end: what it does not reach is reached by the next, once those before it have been served. */
const pagesPerRound = 10;

/**
 * Matches the jobs that wait: those to be matched without being asked, and retries that are due; higher
 * priority first, then older. Any server may run it; the commit lets one win. Answers how many were assigned.
 */
export function createAssignWaiting(ports: AssignWaitingPorts) {
  const { reads, committer } = ports;
  return async (): Promise<number> => {
    let assigned = 0;
    let after: QueuePlace | null = null;
    let roster: readonly StoredAgent[] | null = null;
    for (let page = 0; page < pagesPerRound; page += 1) {
      const jobs: readonly WaitingJob[] = await reads.waitingJobs(after, pageSize);
      if (jobs.length === 0) break;
      roster ??= await reads.agents();
      const changes: Change[] = [];
      for (const job of jobs) {
        const change = await decide(ports, job, roster);
        if (change === null) continue;
        changes.push(change);
        if (change.opens) roster = withPlaceTaken(roster, change.opens.agentId);
      }
      const outcomes = await Promise.all(changes.map((change) => committer.commit(change)));
      assigned += outcomes.filter(
        (outcome, n) => outcome === 'applied' && changes[n]?.opens,
      ).length;
      after = jobs.at(-1) ?? null;
      if (jobs.length < pageSize) break;
    }
    return assigned;
  };
}

/** What is to be written about a waiting job now; null when it goes on waiting as it did. */
async function decide(
  ports: AssignWaitingPorts,
  job: WaitingJob,
  roster: readonly StoredAgent[],
): Promise<Change | null> {
  const by = { jobId: job.id, actor: system, agentId: null };
  if (isOutOfTime(job, ports.retryPolicy)) {
    const timedOut = transition(job, 'timedOut');
    const message = 'The time that its retry policy gives the job ran out while it waited.';
    return 'refused' in timedOut ? null : { ...by, move: timedOut.move, message };
  }
  const { decision, winner, somebodyLater } = await ports.matcher.match(job, roster);
  if (winner !== null) {
    const move = transition(job, 'assigned');
    if ('refused' in move) return null;
    const { method, confidence, reason } = decision;
    return {
      ...by,
      move: move.move,
      message: `Matched: ${reason}`,
      agentId: winner.id,
      requestPayload: { method, confidence, inputs: job.inputs },
      opens: openAssignment(ports.secrets, ports.leaseTimes, job, winner, decision),
    };
  }
  // Said once: the same reason again would only fill the log.
  if (somebodyLater || job.lastMatchingFailure === decision.reason) return null;
  const failed = transition(job, 'matchingFailed');
  if ('refused' in failed) return null;
  return {
    ...by,
    move: failed.move,
    message: decision.reason,
    // A retry stays in the queue.
    ...(job.nextAttemptAt === null ? {} : { nextAttemptInMs: 0 }),
  };
}

/** A first attempt waits as long as it takes; the policy's time is for trying again. */
function isOutOfTime(
  { retryPolicy, endedAttempts, submittedAt, now }: WaitingJob,
  standard: RetryPolicy,
): boolean {
  const { totalTimeoutMs } = completePolicy(retryPolicy ?? {}, standard);
  return (
    totalTimeoutMs !== null &&
    endedAttempts.length > 0 &&
    now.getTime() > submittedAt.getTime() + totalTimeoutMs
  );
}

/** A roster in which the agent has one place fewer. */
export function withPlaceTaken(
  roster: readonly StoredAgent[],
  agentId: string,
): readonly StoredAgent[] {
  return roster.map((agent) => {
    if (agent.id !== agentId) return agent;
    const activeJobs = agent.activeJobs + 1;
    return {
      ...agent,
      activeJobs,
      availability: activeJobs >= agent.capacity ? 'AT_CAPACITY' : agent.availability,
    };
  });
}
