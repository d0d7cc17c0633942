import { maxRetryAfterMs, restMs } from '../agent/circuit.ts';
import type { Failure, FailureClass } from '../job/failure.ts';
import type { JobEvent } from '../job/transition.ts';
import { countAttempts, type EndedAttempt, turnAfter } from './attempts.ts';
import { backoffMs, type RetryPolicy } from './policy.ts';

export interface FailedAttempt {
  readonly policy: RetryPolicy;
  /** The attempts of this submission before this one, oldest first. A resubmission starts anew. */
  readonly history: readonly EndedAttempt[];
  readonly agentId: string;
  readonly failure: Failure;
  /** When the first attempt of this submission was made. */
  readonly startedAt: Date;
  /** By the clock that `startedAt` comes from: the database's. */
  readonly now: Date;
  /** In [0, 1). */
  readonly random: number;
}

/** How far a submission got with the attempt that just failed. */
export interface AttemptCount {
  /** Attempts that count, this one included if it does. */
  readonly used: number;
  readonly of: number;
  /** False when no work was done on the job: see `countAttempts`. */
  readonly counted: boolean;
}

/** What follows a failed attempt: all that the commit writes of it. */
export type NextStep = Retry | Reassign | Resubmit | Reject | Fail;

interface Step {
  readonly attempt: AttemptCount;
}

/** The same agent again, later; whoever matches may have it when that one may not take it then. */
export interface Retry extends Step {
  readonly kind: 'retry';
  readonly event: Extract<JobEvent, 'failedForNow'>;
  readonly agentId: string;
  readonly delayMs: number;
}

/** Another agent, whom the matcher finds. */
export interface Reassign extends Step {
  readonly kind: 'reassign';
  readonly event: Extract<JobEvent, 'failedForNow' | 'leaseExpiredForNow' | 'rejectedForNow'>;
  readonly delayMs: number;
  /** Not to be tried while anybody else is left. */
  readonly exclude: readonly string[];
  /** The part of `exclude` that stands also when the rest is lifted: they refused. */
  readonly refusedBy: readonly string[];
  /** What to do when no agent outside `exclude` has what the job takes: `settleWhoIsLeft` applies it. */
  readonly ifNobody: 'LIFT_EXCLUSION' | 'REJECTED' | 'FAILED';
  /** Instead of `delayMs` once the exclusion is lifted: those who failed are not tried again at once. */
  readonly delayIfLiftedMs: number;
  /** For how long the agent that failed takes no other work either; null when it may. */
  readonly cooldownMs: number | null;
}

/** Nothing to try before the inputs are mended. */
export interface Resubmit extends Step {
  readonly kind: 'resubmit';
  readonly event: Extract<JobEvent, 'inputRequired'>;
}

export interface Reject extends Step {
  readonly kind: 'reject';
  readonly event: Extract<JobEvent, 'rejected'>;
  readonly reason: string;
}

export interface Fail extends Step {
  readonly kind: 'fail';
  readonly event: Extract<JobEvent, 'failed' | 'leaseExpired'>;
  /** Why nothing follows, as the end of a sentence: "no attempt is left". */
  readonly reason: string;
}

/**
 * Decides what follows a failed attempt. Ends at once for `bad_input` and the policy's `nonRetryable` classes; ends when the
 * attempts or the time are used up; otherwise the class decides who is next.
 *
 * Always ends: a submission makes at most `maxAttempts` + `uncountedAttempts` attempts.
 */
export function nextStep(failed: FailedAttempt): NextStep {
  const { policy, history, agentId, failure } = failed;
  const attempts = [...history, { agentId, failureClass: failure.class }];
  const before = countAttempts(policy, history);
  const used = countAttempts(policy, attempts);
  const attempt = { used, of: policy.maxAttempts, counted: used > before };
  const forNow = eventForNow(failure.class);

  if (failure.class === 'bad_input') return { kind: 'resubmit', event: 'inputRequired', attempt };
  if (policy.nonRetryable.includes(failure.class)) {
    return end(attempt, forNow, `the policy does not retry ${failure.class}`);
  }
  if (used >= policy.maxAttempts) return end(attempt, forNow, 'no attempt is left');

  const waitMs = waitOf(failed, before);
  return failure.class === 'transient'
    ? retry(failed, attempt, waitMs)
    : reassign(failed, attempt, attempts, waitMs);
}

/**
 * Completes a step that looks for another agent, once it is known who has what the job takes, whether free or not: somebody who
 * is busy or down for the moment is somebody left. When nobody at all has it the job waits, as a new job would.
 */
export function settleWhoIsLeft(step: Reassign, capableAgentIds: readonly string[]): NextStep {
  const left = (excluded: readonly string[]) =>
    capableAgentIds.some((agentId) => !excluded.includes(agentId));
  if (left(step.exclude)) return step;
  const { attempt } = step;
  switch (step.ifNobody) {
    case 'FAILED':
      return end(attempt, step.event, 'no other agent and no time is left');
    case 'REJECTED':
      return end(attempt, step.event, nobodyElse);
    case 'LIFT_EXCLUSION':
      if (step.event === 'rejectedForNow' && !left(step.refusedBy)) {
        return end(attempt, step.event, nobodyElse);
      }
      return { ...step, exclude: step.refusedBy, delayMs: step.delayIfLiftedMs };
  }
}

const nobodyElse = 'no other agent is left that could take it';

function retry(failed: FailedAttempt, attempt: AttemptCount, delayMs: number): NextStep {
  if (!hasTime(failed, delayMs)) return end(attempt, 'failedForNow', outOfTime);
  return { kind: 'retry', event: 'failedForNow', agentId: failed.agentId, delayMs, attempt };
}

function reassign(
  failed: FailedAttempt,
  attempt: AttemptCount,
  attempts: readonly EndedAttempt[],
  delayIfLiftedMs: number,
): NextStep {
  const { failure } = failed;
  const event = eventForNow(failure.class);
  if (!hasTime(failed, 0)) return end(attempt, event, outOfTime);
  const { exclude, refusedBy } = turnAfter(attempts);
  return {
    kind: 'reassign',
    event,
    delayMs: 0,
    exclude,
    refusedBy,
    ifNobody: ifNobody(exclude.length > refusedBy.length, failed, delayIfLiftedMs),
    delayIfLiftedMs,
    cooldownMs: restMs(failure.class, failure.retryAfterMs),
    attempt,
  };
}

/** Lifting the exclusion brings back those who failed; after a refusal by everybody there is none to bring back. */
function ifNobody(
  someFailed: boolean,
  failed: FailedAttempt,
  delayIfLiftedMs: number,
): Reassign['ifNobody'] {
  const refused = failed.failure.class === 'refused';
  if (refused && !someFailed) return 'REJECTED';
  if (hasTime(failed, delayIfLiftedMs)) return 'LIFT_EXCLUSION';
  return refused ? 'REJECTED' : 'FAILED';
}

const outOfTime = 'no time is left for another attempt';

/** Temporal too gives up at once when the next attempt could only begin after the time is up. */
function hasTime({ policy, startedAt, now }: FailedAttempt, delayMs: number): boolean {
  if (policy.totalTimeoutMs === null) return true;
  return now.getTime() + delayMs <= startedAt.getTime() + policy.totalTimeoutMs;
}

/** What the failure asks for goes before the policy, its maximum included, as Temporal's `nextRetryDelay` does. */
function waitOf({ policy, failure, random }: FailedAttempt, retries: number): number {
  const { retryAfterMs } = failure;
  if (retryAfterMs === undefined) return backoffMs(policy, retries, random);
  return Math.min(retryAfterMs, maxRetryAfterMs);
}

/** The last step. Its event tells how the attempt itself ended: a refused one never ends as failed. */
function end(attempt: AttemptCount, forNow: Reassign['event'], reason: string): Reject | Fail {
  const event = finalEvents[forNow];
  return event === 'rejected'
    ? { kind: 'reject', event, attempt, reason }
    : { kind: 'fail', event, attempt, reason };
}

const finalEvents = {
  failedForNow: 'failed',
  leaseExpiredForNow: 'leaseExpired',
  rejectedForNow: 'rejected',
} as const satisfies Record<Reassign['event'], (Reject | Fail)['event']>;

function eventForNow(failureClass: FailureClass): Reassign['event'] {
  if (failureClass === 'refused') return 'rejectedForNow';
  return failureClass === 'lease_expired' ? 'leaseExpiredForNow' : 'failedForNow';
}
