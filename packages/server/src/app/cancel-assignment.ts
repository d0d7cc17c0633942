import { ok, type Result } from '@muster/domain/job/errors.ts';
import { transition } from '@muster/domain/job/transition.ts';
import { checkCancellation } from '@muster/domain/validation/check-job.ts';
import type { Commands } from '@muster/schema/context.ts';
import { decideAndCommit, decided, repeated } from './decide-and-commit.ts';
import { type IdempotencyPorts, idempotently } from './idempotently.ts';
import type { Change, Committer } from './ports/commit.ts';
import type { StoredAgent, StoredJob } from './ports/store.ts';
import { illegal, invalid } from './refusals.ts';
import { stopTakenBack, type TakenBackPorts } from './taken-back.ts';
import { actorOf } from './who.ts';

export interface CancelPorts extends IdempotencyPorts, TakenBackPorts {
  readonly committer: Committer;
}

/** Takes a job back from its agent. Whatever the agent still sends is refused: its lease has ended. */
export function createCancelAssignment(ports: CancelPorts): Commands['cancelAssignment'] {
  return async (caller, input) => {
    const issues = checkCancellation(input);
    if (issues.length > 0) return invalid(issues);
    return idempotently(ports, 'cancelAssignment', caller, input, async (keep) => {
      let written: Change | null = null;
      const result = await decideAndCommit(ports, input.jobId, keep, async (job) => {
        const agent = job.agentId === null ? null : await ports.reads.agent(job.agentId);
        const change = takeBack(job, agent, actorOf(caller), input.reason);
        if (!change.ok) return change;
        written = change.value;
        return decided(change.value, { jobId: job.id });
      });
      if (written !== null && result !== repeated && result.ok) stopTakenBack(ports, written);
      return result;
    });
  };
}

export function takeBack(
  job: StoredJob,
  agent: Pick<StoredAgent, 'name'> | null,
  actor: string,
  reason: string | null,
): Result<Change> {
  const decision = transition(job, 'cancelled');
  if ('refused' in decision) return illegal(decision.refused);
  return ok({
    jobId: job.id,
    move: decision.move,
    actor,
    message: `Taken back from ${agent?.name ?? 'its agent'}${reason ? `: ${reason}` : '.'}`,
    agentId: job.agentId,
    requestPayload: { reason },
    // Taken back by a person, it is for a person to say what comes next.
    autoAssign: false,
    ...(job.lastAssignmentId && job.agentId
      ? { holds: { id: job.lastAssignmentId, agentId: job.agentId, takenBackFor: reason } }
      : {}),
  });
}
