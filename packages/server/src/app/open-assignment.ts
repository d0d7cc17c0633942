import type { DecisionRecord } from '@muster/domain/matching/decision.ts';
import type { NewAssignment } from './ports/commit.ts';
import type { Secrets } from './ports/secrets.ts';
import type { StoredAgent, StoredJob } from './ports/store.ts';

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
  job: StoredJob,
  agent: StoredAgent,
  decision: DecisionRecord,
): NewAssignment {
  const { kind } = agent;
  return {
    id: secrets.newId(),
    agentId: agent.id,
    leaseToken: secrets.newToken(),
    ...times,
    decision,
    calls: kind === 'PULL' ? null : { job, agent: { ...agent, kind } },
  };
}
