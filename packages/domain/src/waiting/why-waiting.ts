import type { MatchCandidate } from '../matching/decision.ts';
import { judgeAgent } from '../matching/filters.ts';
import type { MatchAgent, MatchJob } from '../matching/match-agent.ts';
import { lastingObstacles, nearestOf, passes } from '../matching/nearest.ts';
import {
  type Competitor,
  estimateWaitMs,
  freePlaces,
  type Pace,
  positionIn,
  type QueuedJob,
} from './queue.ts';
import { sayAbout } from './say-duration.ts';

/**
 * - NOT_QUEUED: nobody asked for it to be matched; it waits for a person.
 * - RETRY_AT: an attempt failed, and the next one is not due yet.
 * - NO_AGENT: no agent, busy or not, has what it takes.
 * - AGENTS_DOWN: those who have are paused, unreachable or cooling down.
 * - AT_CAPACITY: those who are up have no place, jobs ahead will take what is free, or only those who do not fit it have one.
 * - NEEDS_DECISION: somebody could take it, but the matcher is not sure enough of anyone: a person is to choose.
 * - NO_CHOICE: somebody could take it, but the matcher found nothing that speaks for anyone.
 * - SOON: somebody can take it, and it is its turn.
 */
export const waitingReasons = [
  'NOT_QUEUED',
  'RETRY_AT',
  'NO_AGENT',
  'AGENTS_DOWN',
  'AT_CAPACITY',
  'NEEDS_DECISION',
  'NO_CHOICE',
  'SOON',
] as const;
export type WaitingReason = (typeof waitingReasons)[number];

/** Why a pending job waits, for as long as it does. */
export interface Waiting {
  readonly reason: WaitingReason;
  /** The whole of it in a line, such as "3 eligible, all at capacity; position 4; about 5 min". */
  readonly message: string;
  /** Its place among the jobs that wait for the same agents, 1 next; null when it waits for something else. */
  readonly position: number | null;
  /** Null when nothing is known to estimate it from. */
  readonly estimatedWaitMs: number | null;
  /** Whom the least keeps from taking it, and what that is. */
  readonly nearest: { readonly agentId: string; readonly missing: string } | null;
}

export interface WaitingAgent extends Omit<MatchAgent, keyof Pace>, Pace {
  readonly cooldownUntil: Date | null;
}

export interface PendingJob {
  readonly job: MatchJob & QueuedJob;
  /** Whether it is matched by itself; so is any job whose next attempt has a time. */
  readonly autoAssign: boolean;
  readonly nextAttemptAt: Date | null;
  readonly now: Date;
  readonly agents: readonly WaitingAgent[];
  /** Whether the matcher left it to a person to choose. */
  readonly needsDecision: boolean;
  /** As `rankCandidates` gives them for these agents. */
  readonly candidates: readonly MatchCandidate[];
  /** The same: who is worth waiting for. */
  readonly awaited: readonly string[];
  /** The jobs that wait to be matched now, this one or not; those whose retry is not due yet are no competitors. */
  readonly queue: readonly Competitor[];
  /** The newest matching that failed since the job began to wait, and how many agents were eligible in it. */
  readonly lastMatching: { readonly reason: string; readonly eligible: number } | null;
  /** "10:42", in the reader's way. */
  readonly sayTime: (time: Date) => string;
}

/** Says why a pending job waits: the first thing that stands in its way, from what only a person ends to what ends by itself. */
export function whyWaiting(pending: PendingJob): Waiting {
  const { nextAttemptAt, now } = pending;
  if (nextAttemptAt !== null && nextAttemptAt > now) return untilRetry(pending, nextAttemptAt);
  if (pending.needsDecision) {
    const choice = forPerson(pending);
    if (choice !== null) return choice;
  }
  if (!pending.autoAssign && nextAttemptAt === null) {
    return { ...nothingKnown, reason: 'NOT_QUEUED', message: 'not queued: assign it' };
  }
  const capable = pending.candidates.filter(
    (candidate) => lastingObstacles(candidate).length === 0,
  );
  if (capable.length === 0) return withoutAgent(pending);
  const up = capable.filter((candidate) => passes(candidate, 'available'));
  if (up.length === 0) return whileDown(pending, agentsOf(pending, capable));
  const awaited = pending.agents.filter(({ id }) => pending.awaited.includes(id));
  if (awaited.length === 0 || !up.some(({ eligible }) => eligible))
    return inLine(pending, agentsOf(pending, up));
  const full = awaited.filter(({ availability }) => availability === 'AT_CAPACITY');
  return full.length === 0 ? whileDown(pending, awaited) : inLine(pending, full, sayAwaited(full));
}

const nothingKnown = { position: null, estimatedWaitMs: null, nearest: null } as const;

/** Null when nobody that could be chosen is free: then it waits for them like any other job. */
function forPerson({ candidates, agents }: PendingJob): Waiting | null {
  const names = candidates
    .filter(({ eligible }) => eligible)
    .slice(0, namedAgents)
    .map(({ agentId }) => agents.find(({ id }) => id === agentId)?.name ?? agentId);
  if (names.length === 0) return null;
  const message = `the matcher is not sure enough; choose: ${names.join(', ')}`;
  return { ...nothingKnown, reason: 'NEEDS_DECISION', message };
}

function untilRetry({ now, sayTime }: PendingJob, at: Date): Waiting {
  return {
    ...nothingKnown,
    reason: 'RETRY_AT',
    message: `retry at ${sayTime(at)}`,
    estimatedWaitMs: at.getTime() - now.getTime(),
  };
}

function withoutAgent(pending: PendingJob): Waiting {
  const nearest = nearestOf(pending.candidates);
  if (nearest === undefined) {
    return { ...nothingKnown, reason: 'NO_AGENT', message: 'no agent is registered' };
  }
  const { agentId } = nearest;
  const missing = lastingObstacles(nearest)
    .map(({ reason, filter }) => reason ?? filter)
    .join('; ');
  const name = pending.agents.find(({ id }) => id === agentId)?.name ?? agentId;
  const lacking = skillsNobodyHas(pending);
  const message =
    lacking === null
      ? `no agent has all that it takes; nearest: ${name} (${missing})`
      : `no agent has ${lacking}; nearest: ${name}`;
  return { ...nothingKnown, reason: 'NO_AGENT', message, nearest: { agentId, missing } };
}

/** "skill pdf", "skills pdf and ocr", or null when each skill is somebody's. */
function skillsNobodyHas({ job, agents }: PendingJob): string | null {
  const hasSkill = (agent: MatchAgent, skill: string) =>
    judgeAgent({ ...job, requiredSkills: [skill] }, agent, () => []).every(
      ({ filter, passed }) => filter !== 'skills' || passed,
    );
  const lacking = job.requiredSkills.filter(
    (skill) => !agents.some((agent) => hasSkill(agent, skill)),
  );
  if (lacking.length === 0) return null;
  return `${lacking.length === 1 ? 'skill' : 'skills'} ${listed(lacking)}`;
}

function whileDown(pending: PendingJob, agents: readonly WaitingAgent[]): Waiting {
  const { now, sayTime } = pending;
  const [soonest, ...others] = agents.toSorted(compareReturns);
  if (soonest === undefined) return withoutAgent(pending);
  const position = positionIn(pending.queue, pending.job, idsOf(agents));
  const back = returnOf(soonest);
  const missing = sayDown(soonest, sayTime);
  return {
    reason: 'AGENTS_DOWN',
    message:
      others.length === 0
        ? `${soonest.name} could take it, but ${missing}`
        : `${agents.length} could take it, none is up: ${listDown([soonest, ...others], sayTime)}`,
    position,
    // At the earliest, and only for the job that is next: how the agent gets on after its cool-down is unknown.
    estimatedWaitMs: position > 1 || back === null ? null : Math.max(0, back - now.getTime()),
    nearest: { agentId: soonest.id, missing },
  };
}

function listDown(agents: readonly WaitingAgent[], sayTime: PendingJob['sayTime']): string {
  const named = agents
    .slice(0, namedAgents)
    .map((agent) => `${agent.name} ${sayDown(agent, sayTime)}`);
  const more = agents.length - named.length;
  return listed(more === 0 ? named : [...named, `${more} more`]);
}

/** More than these make a line that nobody reads. */
const namedAgents = 3;

/** When the agent comes back by itself; null when it is paused or out of reach. */
function returnOf({ availability, cooldownUntil }: WaitingAgent): number | null {
  return availability === 'COOLING_DOWN' ? (cooldownUntil?.getTime() ?? null) : null;
}

/** The soonest back first; those who do not come back by themselves last. */
function compareReturns(one: WaitingAgent, other: WaitingAgent): number {
  const [back, otherBack] = [returnOf(one), returnOf(other)];
  if (back === null || otherBack === null)
    return Number(back === null) - Number(otherBack === null);
  return back - otherBack;
}

function sayDown({ availability, cooldownUntil }: WaitingAgent, sayTime: PendingJob['sayTime']) {
  if (availability === 'PAUSED') return 'is paused';
  if (availability === 'UNREACHABLE') return 'is unreachable';
  return cooldownUntil === null
    ? 'is cooling down'
    : `is cooling down until ${sayTime(cooldownUntil)}`;
}

/** `full`: how it is said that these have no place, when others have. */
function inLine(pending: PendingJob, agents: readonly WaitingAgent[], full?: string): Waiting {
  const { lastMatching } = pending;
  // It will not be its turn before somebody sees to it.
  if (lastMatching !== null && lastMatching.eligible > 0) {
    const message = `nobody was chosen: ${lastMatching.reason}`;
    return { ...nothingKnown, reason: 'NO_CHOICE', message };
  }
  const position = positionIn(pending.queue, pending.job, idsOf(agents));
  const free = freePlaces(agents);
  if (position > free) {
    const estimatedWaitMs = estimateWaitMs(position, agents);
    const parts = [full ?? sayFull(agents.length, free), `position ${position}`];
    if (estimatedWaitMs !== null) parts.push(sayAbout(estimatedWaitMs));
    const message = parts.join('; ');
    return { reason: 'AT_CAPACITY', message, position, estimatedWaitMs, nearest: null };
  }
  const message = 'will be matched in a moment';
  return { reason: 'SOON', message, position, estimatedWaitMs: 0, nearest: null };
}

/** Others may have room: they do not fit the job well enough. */
function sayAwaited(agents: readonly WaitingAgent[]): string {
  const names = agents.slice(0, namedAgents).map(({ name }) => name);
  const who = listed(
    agents.length > names.length ? [...names, `${agents.length - names.length} more`] : names,
  );
  return agents.length === 1
    ? `${who} fits it and is at capacity`
    : `${who} fit it, all at capacity`;
}

function sayFull(eligible: number, free: number): string {
  if (free > 0) return `${eligible} eligible, jobs ahead take what is free`;
  return eligible === 1 ? '1 eligible, at capacity' : `${eligible} eligible, all at capacity`;
}

function agentsOf(
  { agents }: PendingJob,
  candidates: readonly MatchCandidate[],
): readonly WaitingAgent[] {
  const ids = new Set(candidates.map(({ agentId }) => agentId));
  return agents.filter(({ id }) => ids.has(id));
}

function idsOf(agents: readonly WaitingAgent[]): ReadonlySet<string> {
  return new Set(agents.map(({ id }) => id));
}

function listed(items: readonly string[]): string {
  if (items.length < 2) return items.join('');
  return `${items.slice(0, -1).join(', ')} and ${items.at(-1)}`;
}
