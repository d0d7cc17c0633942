import { transition } from '@muster/domain/job/transition.ts';
import type { RetryPolicy } from '@muster/domain/retry/policy.ts';
import type { Matcher } from './match-job.ts';
import { createModelQueue, type ModelQueue } from './model-queue.ts';
import type { LeaseTimes } from './open-assignment.ts';
import type { Change, Committer } from './ports/commit.ts';
import type { Secrets } from './ports/secrets.ts';
import type {
  QueueEntry,
  QueuePlace,
  Reads,
  StoredAgent,
  StoredJob,
  WaitingJob,
} from './ports/store.ts';
import type { InTurn } from './ports/turn.ts';
import { createQueueMemory, endOf, type QueueMemory } from './queue-memory.ts';
import { changeOf, somebodyCan } from './waiting-change.ts';
import { system } from './who.ts';

export interface AssignWaitingPorts {
  readonly reads: Reads;
  readonly committer: Committer;
  readonly matcher: Matcher;
  readonly secrets: Secrets;
  readonly leaseTimes: LeaseTimes;
  readonly retryPolicy: RetryPolicy;
  readonly inTurn: InTurn;
  readonly onError: (error: unknown, doing: string) => void;
  /** Milliseconds on a clock that only goes forward. */
  readonly elapsed: () => number;
}

/** Most rounds fill a place or two, from the head of the queue. */
const firstPage = 100;
const furtherPage = 5_000;
/** Rows read with all that a decision needs, at a time. */
const mostAtOnce = 100;
/** While nobody is free, newcomers are looked at this often: that nobody can do a job is said soon all the same. */
const newcomersMs = 900;
/** A place may become free meanwhile, and the queue's head must not wait for its end: what was seen is remembered. */
const roundMs = 250;

/**
 * Matches the jobs that wait: those to be matched without being asked, and retries that are due; higher
 * priority first, then older. Any server may run it, one at a time does; the commit lets one win.
 * Answers how many were assigned; null when another server is at it.
 */
export function createAssignWaiting(ports: AssignWaitingPorts) {
  const { reads, inTurn, elapsed } = ports;
  const memory = createQueueMemory(ports.retryPolicy);
  const model = createModelQueue(ports, memory);
  let knew = '';
  let sawAllAt = Number.NEGATIVE_INFINITY;

  const round = async (): Promise<number> => {
    const startedAt = elapsed();
    const wantsAll = startedAt - sawAllAt >= newcomersMs;
    let roster = await reads.agents();
    const knows = ports.matcher.knows(roster);
    memory.about(knows);
    if (knows !== knew) await tellOfAgents(ports, roster, knows);
    knew = knows;
    const seen = new Set<string>();
    let assigned = 0;
    let after: QueuePlace | null = null;
    for (let limit = firstPage; ; limit = furtherPage) {
      const page: readonly QueueEntry[] = await reads.queue(after, limit);
      for (const { id } of page) seen.add(id);
      for (let n = 0; n < page.length; ) {
        const free = freeAmong(roster);
        if (free.size === 0 && !wantsAll) return assigned;
        if (elapsed() - startedAt > roundMs) return assigned;
        const ids: string[] = [];
        for (; n < page.length && ids.length < mostAtOnce; n += 1) {
          const entry = page[n];
          if (entry && memory.concerns(entry, free, knows)) ids.push(entry.id);
        }
        const done = await assignThose(ports, memory, model, ids, roster, knows);
        roster = done.roster;
        assigned += done.assigned;
      }
      after = page.at(-1) ?? null;
      if (page.length < limit) break;
    }
    memory.keepOnly(seen);
    sawAllAt = startedAt;
    return assigned;
  };

  return async (): Promise<number | null> => {
    const free = freeAmong(await reads.agents());
    if (free.size === 0 && elapsed() - sawAllAt < newcomersMs) return 0;
    return inTurn(round);
  };
}

/** Decides about some of the queue, in its order, and commits what was decided. */
async function assignThose(
  ports: AssignWaitingPorts,
  memory: QueueMemory,
  model: ModelQueue,
  ids: readonly string[],
  before: readonly StoredAgent[],
  knows: string,
): Promise<{ readonly assigned: number; readonly roster: readonly StoredAgent[] }> {
  let roster = before;
  const changes: Change[] = [];
  for (const job of ids.length === 0 ? [] : await ports.reads.waitingJobs(ids)) {
    const capable = ports.matcher.capable(job, roster);
    memory.keep(job, capable);
    const free = freeAmong(roster);
    const mustWait = capable.length > 0 && !capable.some((id) => free.has(id));
    const change = decideNow(ports, memory, model, job, { roster, mustWait, knows });
    if (change === null) continue;
    changes.push(change);
    if (change.opens) roster = withPlaceTaken(roster, change.opens.agentId);
  }
  const outcomes = await Promise.all(changes.map((change) => ports.committer.commit(change)));
  const isAssigned = (n: number) => outcomes[n] === 'applied' && changes[n]?.opens;
  return { assigned: changes.filter((_, n) => isAssigned(n)).length, roster };
}

const freeAmong = (roster: readonly StoredAgent[]): ReadonlySet<string> =>
  new Set(roster.flatMap(({ id, availability }) => (availability === 'AVAILABLE' ? [id] : [])));

interface Standing {
  readonly roster: readonly StoredAgent[];
  /** All who have what it takes are busy or away. */
  readonly mustWait: boolean;
  readonly knows: string;
}

/** What is to be written about a waiting job now; null when it goes on waiting as it did. */
function decideNow(
  ports: AssignWaitingPorts,
  memory: QueueMemory,
  model: ModelQueue,
  job: WaitingJob,
  { roster, mustWait, knows }: Standing,
): Change | null {
  if (isOutOfTime(job, ports.retryPolicy)) {
    const timedOut = transition(job, 'timedOut');
    const message = 'The time that its retry policy gives the job ran out while it waited.';
    const by = { jobId: job.id, actor: system, agentId: null };
    return 'refused' in timedOut ? null : { ...by, move: timedOut.move, message };
  }
  if (job.consideredWith === knows) return null;
  if (mustWait) return job.attention === 'NO_AGENT' ? agentFound(job) : null;
  const matched = ports.matcher.matchByScore(job, roster);
  if (matched.awaited.length > 0) {
    memory.waitFor(job, matched.awaited);
    return job.attention === null ? null : agentFound(job);
  }
  if (matched.wouldAsk) {
    model.ask(job, roster, knows);
    return null;
  }
  return changeOf(ports, memory, job, matched, knows);
}

function agentFound(job: StoredJob): Change | null {
  const found = transition(job, 'agentFound');
  if ('refused' in found) return null;
  return {
    jobId: job.id,
    actor: system,
    agentId: null,
    move: found.move,
    message: 'An agent that has what the job takes is there now.',
    // A retry stays in the queue.
    ...(job.nextAttemptAt === null ? {} : { nextAttemptInMs: 0 }),
  };
}

/** Nobody looks again at a job that is not in the queue; that it can be assigned now should be seen all the same. */
async function tellOfAgents(
  { reads, matcher, committer }: AssignWaitingPorts,
  roster: readonly StoredAgent[],
  knows: string,
): Promise<void> {
  const jobs = await reads.unmatchedJobs(knows, mostTold);
  const found = jobs.filter((job) => somebodyCan(matcher.matchByScore(job, roster)));
  const changes = found.flatMap((job) => agentFound(job) ?? []);
  await Promise.all(changes.map((change) => committer.commit(change)));
}

/** At a time: the next change of an agent looks at the others. */
const mostTold = 500;
function isOutOfTime(job: WaitingJob, standard: RetryPolicy): boolean {
  const endsAt = endOf(job, standard);
  return endsAt !== null && endsAt < job.now;
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
