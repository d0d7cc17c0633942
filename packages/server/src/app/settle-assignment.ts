import { withoutToken } from '@muster/domain/audit/without-token.ts';
import { ok, type Result } from '@muster/domain/job/errors.ts';
import type { Failure } from '@muster/domain/job/failure.ts';
import type { AgentOutcome } from '@muster/domain/job/outcome.ts';
import { settle } from '@muster/domain/job/settle.ts';
import { transition } from '@muster/domain/job/transition.ts';
import { decideAndCommit, decided, repeated } from './decide-and-commit.ts';
import type { Committer } from './ports/commit.ts';
import type { Leases, Reads, StoredAssignment } from './ports/store.ts';
import { notFound, stale } from './refusals.ts';

export interface SettlePorts {
  readonly reads: Reads;
  readonly committer: Committer;
  readonly leases: Leases;
}

export interface Settling {
  readonly assignmentId: string;
  readonly leaseToken: string;
  readonly outcome: AgentOutcome;
  readonly actor: string;
  /** What was sent to the agent and what came back, when Muster called it. */
  readonly request?: unknown;
  readonly response?: unknown;
  /** Only for the sweep that ends expired leases: everybody else is refused once the lease ran out. */
  readonly expired?: boolean;
  /** What Muster says of a call that it gave up itself. */
  readonly givenUp?: boolean;
  /** Only for claiming: of several that start the assignment at once, the first has it and the others are refused. */
  readonly claims?: boolean;
}

export type Settle = (settling: Settling) => Promise<Result<{ assignmentId: string }>>;

/** How long an agent is left alone that is out of quota or out of reach and does not say for how long. */
const defaultCooldownMs = 30_000;

/**
 * Applies what an agent says about its assignment, however it said it. Fenced: only the holder of the
 * current lease moves the job; anybody else is refused, and what it sent is kept beside the assignment.
 */
export function createSettleAssignment(ports: SettlePorts): Settle {
  const { reads, leases } = ports;

  const refuseLate = async (settling: Settling, reason: string) => {
    // That it began carries nothing that could be lost; a quick agent may have ended before its 202 was read.
    if (settling.outcome.outcome === 'STARTED') return stale(reason);
    // Muster's own words are no report.
    if (settling.expired || settling.givenUp) return stale(reason);
    await leases.keepRefusedReport({
      assignmentId: settling.assignmentId,
      outcome: settling.outcome.outcome,
      payload: withoutToken(settling.leaseToken, settling.outcome),
      reason,
    });
    return stale(reason);
  };

  return async (settling) => {
    const { assignmentId, outcome } = settling;
    const assignment = await reads.assignment(assignmentId);
    if (assignment === null) return notFound('assignment', assignmentId);
    const wrong = whyNotCurrent(assignment, settling);
    if (wrong !== null) return refuseLate(settling, wrong);

    if (outcome.outcome === 'STARTED' && assignment.state === 'IN_PROGRESS') {
      if (settling.claims) return stale(taken);
      const expiresAt = await leases.extend(assignmentId, settling.leaseToken);
      return expiresAt ? ok({ assignmentId }) : refuseLate(settling, ranOut);
    }

    // The lease may go on, and many may read the log: the token that moves the job must not stand in it.
    const { event, message, failure } = settle(withoutToken(settling.leaseToken, outcome));
    const result = await decideAndCommit(ports, assignment.jobId, undefined, async (job) => {
      const decision = transition(job, event);
      if ('refused' in decision || job.lastAssignmentId !== assignmentId)
        return refuseLate(settling, overtaken);
      return decided(
        {
          jobId: job.id,
          move: decision.move,
          actor: settling.actor,
          message,
          agentId: assignment.agentId,
          requestPayload: settling.request,
          responsePayload: withoutToken(settling.leaseToken, settling.response ?? outcome),
          ...(outcome.outcome === 'COMPLETED' ? { result: { value: outcome.output } } : {}),
          holds: { id: assignmentId, agentId: assignment.agentId },
          ...(failure ? { failure, ...cooldownOf(failure) } : {}),
        },
        { assignmentId },
      );
    });
    if (result === repeated)
      throw new Error('A report without an idempotency key was answered as repeated.');
    return result;
  };
}

const ranOut = 'The lease ran out before this report came: nothing was changed.';
const taken = 'The assignment was claimed before: nothing was changed.';
const extended = 'The lease was extended meanwhile: nothing was changed.';
const overtaken = 'The job is no longer with this assignment: nothing was changed.';

function whyNotCurrent(assignment: StoredAssignment, settling: Settling): string | null {
  if (assignment.leaseToken !== settling.leaseToken)
    return 'The lease token is not this assignment’s: nothing was changed.';
  if (assignment.leaseExpiresAt === null)
    return `This assignment ended as ${assignment.state}: nothing was changed.`;
  if (assignment.leaseExpired && !settling.expired) return ranOut;
  // A start that was on its way when the lease ran out may have renewed it since the sweep looked.
  if (settling.expired && !assignment.leaseExpired) return extended;
  return null;
}

const cooldownOf = ({ class: kind, retryAfterMs }: Failure) =>
  kind === 'quota' || kind === 'unavailable'
    ? { cooldownMs: retryAfterMs ?? defaultCooldownMs }
    : {};
