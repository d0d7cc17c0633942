import type { FailureClass } from '../job/failure.ts';

/**
 * Keeps work away from an agent that keeps failing, and finds out when it works again: a circuit breaker
 * (Nygard, "Release It!"). Callers hold one per agent and put `until` where `availabilityOf` looks, as `cooldownUntil`:
 * while it lies ahead the agent is COOLING_DOWN.
 */
export interface Circuit {
  /**
   * - CLOSED: work flows; failures in a row are counted.
   * - OPEN: entered by the third failure in a row, or by a failed probe. No work until `until`; then one probe.
   * - HALF_OPEN: a probe is under way. No other work until it ends, or until `until`, when it counts as lost
   *   and the next one may start: a probe that nobody answers must not hold the circuit for ever.
   */
  readonly state: CircuitState;
  /** Since something last went well. */
  readonly consecutiveFailures: number;
  /** How many times it opened since it was last closed: each doubles the cool-down. */
  readonly openedCount: number;
  /** Null exactly while CLOSED. */
  readonly until: Date | null;
}

export const circuitStates = ['CLOSED', 'OPEN', 'HALF_OPEN'] as const;
export type CircuitState = (typeof circuitStates)[number];

export const closedCircuit: Circuit = {
  state: 'CLOSED',
  consecutiveFailures: 0,
  openedCount: 0,
  until: null,
};

/** Failures in a row that open a closed circuit: one or two may be chance, and a wrongly opened one costs 15 s. */
export const failuresToOpen = 3;
export const firstCooldownMs = 15_000;
export const maxCooldownMs = 300_000;

/** The longest that an agent is left alone at its own word: a mistyped `retryAfterMs` must not retire it for years. */
export const maxRetryAfterMs = 86_400_000;
/** The shortest: an agent that is out of quota and asks to be tried at once would be, again and again. */
const minRestMs = 1_000;

/**
 * How long an agent is left alone after one failure that says by itself that it takes no work now; null for other failures.
 * It belongs in the commit that gives the job back, or the matcher might choose the same agent again.
 */
export function restMs(failureClass: FailureClass, retryAfterMs?: number): number | null {
  if (failureClass !== 'unavailable' && failureClass !== 'quota') return null;
  return Math.min(Math.max(retryAfterMs ?? firstCooldownMs, minRestMs), maxRetryAfterMs);
}

/**
 * What a failed attempt does to the circuit of its agent. Failures that speak of the agent's state count; those that speak of
 * the job (`agent_error`, `protocol`, `bad_input`, `refused`) are answers, and show that the agent is there: one job that breaks
 * everywhere must not take every agent down.
 */
export function afterFailure(
  circuit: Circuit,
  failureClass: FailureClass,
  now: Date,
  retryAfterMs?: number,
): Circuit {
  if (!speaksOfAgent(failureClass)) return afterSuccess(circuit);
  const asked = laterBy(now, Math.min(Math.max(retryAfterMs ?? 0, 0), maxRetryAfterMs));
  const failed = { ...circuit, consecutiveFailures: circuit.consecutiveFailures + 1 };
  switch (circuit.state) {
    case 'CLOSED':
      return failed.consecutiveFailures < failuresToOpen ? failed : open(failed, now, asked);
    case 'HALF_OPEN':
      return open(failed, now, asked);
    // Work begun before it opened ends badly: that is no news, and must not double the cool-down.
    case 'OPEN':
      return { ...failed, until: latest(circuit.until, asked) };
  }
}

/**
 * What a completed attempt, or an answered probe, does to the circuit. While it is OPEN nothing: the work began before, and
 * an agent that asked to be left alone stays so until the probe.
 */
export function afterSuccess(circuit: Circuit): Circuit {
  return circuit.state === 'OPEN' ? circuit : closedCircuit;
}

/** Whether the agent may be tried with one piece of work, or one health check, to see if it works again. */
export function mayProbe({ state, until }: Circuit, now: Date): boolean {
  return state !== 'CLOSED' && (until === null || until <= now);
}

/** Whether the agent may be given work: any while CLOSED, one probe when that is due. */
export function takesWork(circuit: Circuit, now: Date): boolean {
  return circuit.state === 'CLOSED' || mayProbe(circuit, now);
}

/** Takes the place of the one probe, for at most `probeMs` (the lease of the assignment, or the time-out of the health check). */
export function startProbe(circuit: Circuit, now: Date, probeMs: number): Circuit {
  if (!mayProbe(circuit, now)) return circuit;
  return { ...circuit, state: 'HALF_OPEN', until: laterBy(now, probeMs) };
}

/** 15 s, doubled with each opening in a row, at most 5 min. */
export function cooldownMs(openedCount: number): number {
  return Math.min(firstCooldownMs * 2 ** (openedCount - 1), maxCooldownMs);
}

function open(failed: Circuit, now: Date, asked: Date): Circuit {
  const openedCount = failed.openedCount + 1;
  const until = latest(laterBy(now, cooldownMs(openedCount)), asked);
  return { ...failed, state: 'OPEN', openedCount, until };
}

function speaksOfAgent(failureClass: FailureClass): boolean {
  switch (failureClass) {
    case 'transient':
    case 'unavailable':
    case 'quota':
    case 'lease_expired':
      return true;
    case 'agent_error':
    case 'protocol':
    case 'bad_input':
    case 'refused':
      return false;
  }
}

function laterBy(time: Date, ms: number): Date {
  return new Date(time.getTime() + ms);
}

function latest(one: Date | null, other: Date): Date {
  return one !== null && one > other ? one : other;
}
