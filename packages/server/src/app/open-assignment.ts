import type { MatchDecision } from '@muster/domain/matching/decision.ts';
import type { NewAssignment } from './ports/commit.ts';
import type { Secrets } from './ports/secrets.ts';
import type { StoredAgent } from './ports/store.ts';

/** The attempt that an assignment opens, with its fencing token. */
export function openAssignment(
  secrets: Secrets,
  leaseMs: number,
  agent: Pick<StoredAgent, 'id' | 'kind'>,
  decision: MatchDecision,
): NewAssignment {
  return {
    id: secrets.newId(),
    agentId: agent.id,
    leaseToken: secrets.newToken(),
    leaseMs,
    decision,
    dispatch: agent.kind !== 'PULL',
  };
}
