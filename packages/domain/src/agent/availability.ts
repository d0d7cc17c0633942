import type { AgentKind } from './kind.ts';

export const agentAvailabilities = [
  'AVAILABLE',
  'AT_CAPACITY',
  'COOLING_DOWN',
  'PAUSED',
  'UNREACHABLE',
] as const;
export type AgentAvailability = (typeof agentAvailabilities)[number];

/** A PULL agent polls for at most `waitMs` (60 s) at a time, so longer silence means that it has gone. */
export const pullSilenceMs = 60_000;

/** What is known of an agent that bears on whether it can be given work. */
export interface AgentPresence {
  readonly kind: AgentKind;
  readonly paused: boolean;
  readonly activeJobs: number;
  readonly capacity: number;
  /** Left alone until then, after failures; null when it may be called. */
  readonly cooldownUntil: Date | null;
  /** When it last asked for work or reported; null when never. Matters for PULL agents only. */
  readonly lastSeenAt: Date | null;
  readonly registeredAt?: Date | undefined;
  /** Since when an HTTP agent's endpoint does not answer; null when it did. */
  readonly unreachableSince?: Date | null | undefined;
}

/**
 * Whether an agent can be given work now, and if not, the weightiest reason:
 * PAUSED before UNREACHABLE before COOLING_DOWN before AT_CAPACITY, from what only a person ends
 * to what ends by itself soonest.
 */
export function availabilityOf(agent: AgentPresence, now: Date): AgentAvailability {
  if (agent.paused) return 'PAUSED';
  if (isSilent(agent, now) || (agent.unreachableSince ?? null) !== null) return 'UNREACHABLE';
  if (agent.cooldownUntil !== null && agent.cooldownUntil > now) return 'COOLING_DOWN';
  if (agent.activeJobs >= agent.capacity) return 'AT_CAPACITY';
  return 'AVAILABLE';
}

/** An agent that never polled counts as reachable for as long as it may take to start it once it is registered. */
function isSilent({ kind, lastSeenAt, registeredAt }: AgentPresence, now: Date): boolean {
  const heard = lastSeenAt ?? registeredAt ?? null;
  return kind === 'PULL' && heard !== null && now.getTime() - heard.getTime() > pullSilenceMs;
}
