import type { FailureClass } from '../job/failure.ts';
import type { RetryPolicy } from './policy.ts';

/** An attempt of this submission that ended without a result. */
export interface EndedAttempt {
  readonly agentId: string;
  /** Null when an operator took the job back. */
  readonly failureClass: FailureClass | null;
}

/**
 * Attempts that may fail without being counted, in one submission. It only has to end what would go on for ever:
 * an agent that stays down is probed every five minutes (`agent/circuit.ts`), so a lone job outlasts eight hours of it,
 * and a policy's `totalTimeoutMs` sets a limit in time.
 */
export const uncountedAttempts = 100;

/**
 * Ends in which no work was done on the job: nobody was reached, the agent had no quota, or it declined.
 * They do not use up attempts, so that an outage pauses the job's retries instead of eating them.
 */
const withoutWork: readonly FailureClass[] = ['unavailable', 'quota', 'refused'];

/**
 * How many attempts of a submission count against `maxAttempts`. Those without work do not, up to
 * `uncountedAttempts`; with `maxAttempts` 1 every one does, since 1 asks for no retry whatever happens.
 */
export function countAttempts(policy: RetryPolicy, attempts: readonly EndedAttempt[]): number {
  const failures = attempts.filter(({ failureClass }) => failureClass !== null);
  if (policy.maxAttempts === 1) return failures.length;
  const free = failures.filter(({ failureClass }) => isWithoutWork(failureClass)).length;
  return failures.length - Math.min(free, uncountedAttempts);
}

function isWithoutWork(failureClass: FailureClass | null): boolean {
  return withoutWork.some((known) => known === failureClass);
}

/** Whom the next attempt should go to, as far as the earlier ones tell. */
export interface Turn {
  /** The agent that a passing fault interrupted: it goes on if it may, otherwise any other does. */
  readonly prefer: string | null;
  /** Tried in this round, or having refused: not to be tried while anybody else is left. */
  readonly exclude: readonly string[];
  /** Having refused: never to be tried again in this submission. A part of `exclude`. */
  readonly refusedBy: readonly string[];
}

/**
 * Derives from the attempts of a submission, oldest first, who is next; nothing of it needs storing.
 *
 * An agent that failed, fell silent or lost the job to an operator is excluded. When nobody else is left the exclusion is lifted
 * and a new round begins; that shows in the attempts themselves, as an agent that was excluded and had the job again.
 * An agent that was out of reach or of quota is not excluded: its cool-down keeps it away for as long as that lasts.
 */
export function turnAfter(attempts: readonly EndedAttempt[]): Turn {
  const refusedBy = new Set<string>();
  let round = new Set<string>();
  for (const { agentId, failureClass } of attempts) {
    if (round.has(agentId)) round = new Set();
    if (failureClass === 'refused') refusedBy.add(agentId);
    else if (excludes(failureClass)) round.add(agentId);
  }
  const last = attempts.at(-1);
  return {
    prefer: last?.failureClass === 'transient' ? last.agentId : null,
    exclude: [...new Set([...round, ...refusedBy])],
    refusedBy: [...refusedBy],
  };
}

function excludes(failureClass: FailureClass | null): boolean {
  switch (failureClass) {
    case null:
    case 'agent_error':
    case 'lease_expired':
    case 'protocol':
      return true;
    case 'transient':
    case 'unavailable':
    case 'quota':
    case 'bad_input':
    case 'refused':
      return false;
  }
}
