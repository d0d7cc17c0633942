import type { AgentKind } from '@muster/domain/agent/kind.ts';
import type { AgentCaller } from './ports/agent-caller.ts';
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
  readonly wait: (ms: number) => Promise<unknown>;
  /** This server, and how long what it holds outlives it, in milliseconds. */
  readonly holder: { readonly server: string; readonly forMs: number };
}

/**
 * Calls the agent of an assignment and settles what it answers. Safe to run twice, here and elsewhere:
 * the first to take the assignment up has it. While the call is open this server holds the lease, a short
 * one that `holdCalls` extends, so that a server that dies is noticed within seconds.
 */
export function createDispatchAssignment({
  reads,
  leases,
  settle,
  calls,
  callers,
  wait,
  holder,
}: DispatchPorts) {
  return async (assignmentId: string): Promise<void> => {
    // Open before the assignment is taken: a cancellation either finds the call here, or has ended the lease.
    const call = calls.begin(assignmentId);
    try {
      const taken = await leases.take(assignmentId, holder.server, holder.forMs);
      if (taken === null) return;
      call.taken();
      const { attempt, leaseToken, leaseExpiresAt } = taken;
      const [job, agent] = await Promise.all([reads.job(taken.jobId), reads.agent(taken.agentId)]);
      if (job === null || agent === null || agent.kind === 'PULL') return;
      const by = { assignmentId, leaseToken, actor: system };
      if (agent.kind === 'OPENAI') {
        // Muster itself does this agent's work from here on, so it has begun; claimed, so that it is done once.
        const outcome = { outcome: 'STARTED', message: `${agent.name} began.` } as const;
        const started = await settle({ ...by, claims: true, heldBy: holder, outcome });
        if (!started.ok) return;
      }
      const answer = await callers[agent.kind].call({
        assignmentId,
        attempt,
        leaseToken,
        leaseExpiresAt,
        job,
        agent,
        signal: call.signal,
      });
      await insist(wait, call.signal, () =>
        settle({
          ...by,
          actor: `agent:${agent.id}`,
          outcome: answer.outcome,
          givenUp: call.signal.aborted && answer.outcome.outcome === 'FAILED',
          request: answer.request,
          response: answer.response,
        }),
      );
    } finally {
      call.end();
    }
  };
}

/** About a minute in all: PostgreSQL recovers, or another takes its place. */
const settleAttempts = 36;
const settleRestMs = 2_000;

/**
 * The agent has done its work: a database that is away must not make it do it again. Meanwhile the call counts as open,
 * so that its lease is kept as soon as that is possible again; a server that stops does not wait for it.
 */
async function insist<T>(
  wait: DispatchPorts['wait'],
  signal: AbortSignal,
  work: () => Promise<T>,
): Promise<T> {
  for (
    let attempt = 1;
    attempt < settleAttempts && !(signal.aborted && attempt > 8);
    attempt += 1
  ) {
    try {
      return await work();
    } catch {
      // The last attempt's error is the one that is told.
      await wait(Math.min(attempt * 200, settleRestMs));
    }
  }
  return work();
}

/** Extends the leases of all calls that this server has open, by one statement; a call whose lease is gone is given up. */
export function createHoldCalls({
  leases,
  calls,
  holder,
}: Pick<DispatchPorts, 'leases' | 'calls' | 'holder'>) {
  return async (): Promise<void> => {
    const open = calls.held();
    if (open.length === 0) return;
    const held = await leases.hold(open, holder.server, holder.forMs);
    // What ended meanwhile, also one that an agent accepted by 202, is not open any more and stops nothing.
    for (const id of open) if (!held.has(id)) calls.stop(id, 'The lease ended.');
  };
}
