import { parseAgentReport } from '@muster/domain/job/agent-answer.ts';
import { ok } from '@muster/domain/job/errors.ts';
import type { Commands } from '@muster/schema/context.ts';
import type { Leases, Reads } from './ports/store.ts';
import { stale } from './refusals.ts';
import type { Settle } from './settle-assignment.ts';

/** An agent's report, by GraphQL or REST: the lease token is its proof. */
export function createReportAssignment(ports: {
  readonly reads: Reads;
  readonly settle: Settle;
}): Commands['reportAssignment'] {
  return async ({ assignmentId, leaseToken, report }) => {
    const parsed = parseAgentReport(report);
    if (!parsed.ok) return parsed;
    const assignment = await ports.reads.assignment(assignmentId);
    if (assignment === null)
      return stale(`There is no assignment ${JSON.stringify(assignmentId.slice(0, 80))}.`);
    return ports.settle({
      assignmentId,
      leaseToken,
      outcome: parsed.value,
      actor: `agent:${assignment.agentId}`,
    });
  };
}

export function createHeartbeat({ leases }: { readonly leases: Leases }): Commands['heartbeat'] {
  return async ({ assignmentId, leaseToken }) => {
    const leaseExpiresAt = await leases.extend(assignmentId, leaseToken);
    return leaseExpiresAt
      ? ok({ leaseExpiresAt })
      : stale(
          'The lease is no longer current: stop working on this assignment, its result will not be taken.',
        );
  };
}
