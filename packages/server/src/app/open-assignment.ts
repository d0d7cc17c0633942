import type { MatchDecision } from '@muster/domain/matching/decision.ts';
import type { NewAssignment } from './ports/commit.ts';
import type { Secrets } from './ports/secrets.ts';
import type { StoredAgent } from './ports/store.ts';

export interface LeaseTimes {
  /** How long the agent may take to start, in milliseconds. */
  readonly acceptMs: number;
  /** How long it may be silent once it has started, in milliseconds. */
  readonly leaseMs: number;
}

/** The attempt that an assignment opens, with its fencing token. */
export function openAssignment(
  secrets: Secrets,
  times: LeaseTimes,
  agent: Pick<StoredAgent, 'id' | 'kind'>,
  decision: MatchDecision,
): NewAssignment {
  return {
    id: secrets.newId(),
    agentId: agent.id,
    leaseToken: secrets.newToken(),
    ...times,
    decision,
    dispatch: agent.kind !== 'PULL',
  };
}
