import type { AgentKind } from '@muster/domain/agent/kind.ts';
import type { AgentCaller } from './ports/agent-caller.ts';
import type { Every } from './ports/clock.ts';
import type { RunningCalls } from './ports/running-calls.ts';
import type { Leases, Reads } from './ports/store.ts';
import type { Settle } from './settle-assignment.ts';
import { system } from './who.ts';

export interface DispatchPorts {
  readonly reads: Reads;
  readonly leases: Leases;
  readonly settle: Settle;
  readonly calls: RunningCalls;
  readonly callers: Readonly<Record<Exclude<AgentKind, 'PULL'>, AgentCaller>>;
  readonly every: Every;
}

/**
 * Calls the agent of an assignment and settles what it answers. Safe to run twice: an assignment that
 * is not waiting any more is left alone, and the lease fences whoever comes second.
 */
export function createDispatchAssignment({
  reads,
  leases,
  settle,
  calls,
  callers,
  every,
}: DispatchPorts) {
  return async (assignmentId: string): Promise<void> => {
    const assignment = await reads.assignment(assignmentId);
    if (assignment === null || assignment.state !== 'ASSIGNED') return;
    const [job, agent] = await Promise.all([
      reads.job(assignment.jobId),
      reads.agent(assignment.agentId),
    ]);
    if (job === null || agent === null || agent.kind === 'PULL') return;
    const { leaseToken } = assignment;
    const by = { assignmentId, leaseToken, actor: system };
    // Open before the lease is asked for: a cancellation either finds the call here, or has ended the lease.
    const call = calls.begin(assignmentId);
    let stopExtending = () => {};
    try {
      const leaseExpiresAt = await leases.extend(assignmentId, leaseToken);
      if (leaseExpiresAt === null) return;
      if (agent.kind === 'OPENAI') {
        // Muster itself does this agent's work from here on, so it has begun; claimed, so that it is done once.
        const message = `${agent.name} began.`;
        const started = await settle({
          ...by,
          claims: true,
          outcome: { outcome: 'STARTED', message },
        });
        if (!started.ok) return;
      }
      // While the connection is open the agent is at work: its lease must not run out under it.
      stopExtending = every(assignment.leaseMs / 3, () => {
        leases.extend(assignmentId, leaseToken).then(
          (extended) => extended ?? calls.stop(assignmentId, 'The lease ended.'),
          // The database is away: the next beat tries again, and an expired lease decides in the end.
          () => undefined,
        );
      });
      const answer = await callers[agent.kind].call({
        assignmentId,
        attempt: assignment.attempt,
        leaseToken,
        leaseExpiresAt,
        job,
        agent,
        signal: call.signal,
      });
      await settle({
        ...by,
        actor: `agent:${agent.id}`,
        outcome: answer.outcome,
        givenUp: call.signal.aborted && answer.outcome.outcome === 'FAILED',
        request: answer.request,
        response: answer.response,
      });
    } finally {
      stopExtending();
      call.end();
    }
  };
}
