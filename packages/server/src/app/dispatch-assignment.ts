import type { AgentKind } from '@muster/domain/agent/kind.ts';
import type { AgentCaller } from './ports/agent-caller.ts';
import type { Holder, Place, TakenAssignment } from './ports/dispatcher.ts';
import type { OpenCall, RunningCalls } from './ports/running-calls.ts';
import type { Leases, Reads } from './ports/store.ts';
import type { Settle } from './settle-assignment.ts';
import { system } from './who.ts';

export interface DispatchPorts {
  readonly reads: Reads;
  readonly settle: Settle;
  readonly callers: Readonly<Record<Exclude<AgentKind, 'PULL'>, AgentCaller>>;
  readonly wait: (ms: number) => Promise<unknown>;
  readonly holder: Holder;
}

export type Dispatch = (
  call: OpenCall,
  assignment: TakenAssignment,
  inHand?: Parameters<Place['call']>[1],
) => Promise<void>;

/**
 * Calls the agent of an assignment that this server has taken, and settles what it answers. While the call is open this
 * server holds the lease, a short one that `holdCalls` extends, so that a server that dies is noticed within seconds.
 */
export function createDispatchAssignment(ports: DispatchPorts): Dispatch {
  const { settle, callers, wait, holder } = ports;
  return async (call, assignment, inHand) => {
    call.taken();
    const { id: assignmentId, attempt, leaseToken, leaseExpiresAt } = assignment;
    const told = inHand ?? (await read(ports.reads, assignment));
    // Over before it was begun.
    if (told === null || call.signal.aborted) return;
    const { job, agent, jobVersion } = told;
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
    const since = { jobId: job.id, agentId: agent.id, version: jobVersion };
    await insist(wait, call.signal, () =>
      settle({
        ...by,
        actor: `agent:${agent.id}`,
        ...(agent.kind === 'HTTP' ? { since } : {}),
        outcome: answer.outcome,
        givenUp: call.signal.aborted && answer.outcome.outcome === 'FAILED',
        request: answer.request,
        response: answer.response,
      }),
    );
  };
}

/** What its agent is to be told, of an assignment that was taken up some time after it was committed. */
async function read(reads: Reads, { id, jobId, agentId }: TakenAssignment) {
  const [job, agent] = await Promise.all([reads.job(jobId), reads.agent(agentId)]);
  if (job?.status !== 'ASSIGNED' || job.lastAssignmentId !== id) return null;
  if (agent === null || agent.kind === 'PULL') return null;
  return { job, agent: { ...agent, kind: agent.kind }, jobVersion: job.version };
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
}: {
  readonly leases: Leases;
  readonly calls: RunningCalls;
  readonly holder: Holder;
}) {
  return async (): Promise<void> => {
    const open = calls.held();
    if (open.length === 0) return;
    const held = await leases.hold(open, holder);
    // What ended meanwhile, also one that an agent accepted by 202, is not open any more and stops nothing.
    for (const id of open) if (!held.has(id)) calls.stop(id, 'The lease ended.');
  };
}
