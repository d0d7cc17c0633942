import { restMs } from '@muster/domain/agent/circuit.ts';
import { withoutToken } from '@muster/domain/audit/without-token.ts';
import { ok, type Result } from '@muster/domain/job/errors.ts';
import type { AgentOutcome } from '@muster/domain/job/outcome.ts';
import { type Settlement, settle } from '@muster/domain/job/settle.ts';
import { type JobEvent, type Move, transition } from '@muster/domain/job/transition.ts';
import { nextStep, settleWhoIsLeft } from '@muster/domain/retry/next-step.ts';
import { completePolicy, type RetryPolicy } from '@muster/domain/retry/policy.ts';
import { sayStep } from '@muster/domain/retry/say-step.ts';
import { decideAndCommit, decided, repeated } from './decide-and-commit.ts';
import type { Matcher } from './match-job.ts';
import type { Change, Committer } from './ports/commit.ts';
import type { Holder } from './ports/dispatcher.ts';
import type { Secrets } from './ports/secrets.ts';
import type { Circuits, Leases, Reads, StoredAssignment, StoredJob } from './ports/store.ts';
import { notFound, stale } from './refusals.ts';

export interface SettlePorts {
  readonly reads: Reads;
  readonly committer: Committer;
  readonly leases: Leases;
  readonly circuits: Circuits;
  readonly matcher: Matcher;
  readonly secrets: Secrets;
  /** For jobs that bring none of their own. */
  readonly retryPolicy: RetryPolicy;
  /** How long a started assignment may run, heartbeats or not. */
  readonly runMs: number;
}

export interface Settling {
  readonly assignmentId: string;
  readonly leaseToken: string;
  readonly outcome: AgentOutcome;
  readonly actor: string;
  /** What was sent to the agent and what came back, when Muster called it. */
  readonly request?: unknown;
  readonly response?: unknown;
  /** Only for the sweep that ends expired leases. */
  readonly expired?: boolean;
  /** What Muster says of a call that it gave up itself. */
  readonly givenUp?: boolean;
  /** Only for claiming: of several that start the assignment at once, the first has it and the others are refused. */
  readonly claims?: boolean;
  /** With a start: this server goes on holding the call, for so long at a time. */
  readonly heldBy?: Holder;
  /** The job as it was given to the agent: nobody has moved it since if it is still at this version. */
  readonly since?: { readonly jobId: string; readonly agentId: string; readonly version: number };
}

export type Settle = (settling: Settling) => Promise<Result<{ assignmentId: string }>>;

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

  /**
   * Without reading anything: whoever moves the job, ends its lease, or starts it, raises its version.
   * False when somebody did, or when what follows depends on more than this server has in hand.
   */
  const settledAtOnce = async (settling: Settling, settlement: Settlement): Promise<boolean> => {
    const { since } = settling;
    if (since === undefined || settlement.failure !== null) return false;
    const { jobId, agentId, version } = since;
    const decision = transition({ status: 'ASSIGNED', version, agentId }, settlement.event);
    if ('refused' in decision) return false;
    const follows = { message: settlement.message, queue: {} };
    const change = changeOf(
      ports,
      settling,
      { jobId, agentId },
      decision.move,
      follows,
      settlement,
    );
    return (await ports.committer.commit(change)) === 'applied';
  };

  return async (settling) => {
    const { assignmentId, outcome } = settling;
    // The lease may go on, and many may read the log: the token that moves the job must not stand in it.
    const settlement = settle(withoutToken(settling.leaseToken, outcome));
    if (await settledAtOnce(settling, settlement)) return ok({ assignmentId });

    const assignment = await reads.assignment(assignmentId);
    if (assignment === null) return notFound('assignment', assignmentId);
    const wrong = whyNotCurrent(assignment, settling);
    if (wrong !== null) return refuseLate(settling, wrong);

    if (outcome.outcome === 'STARTED' && assignment.state === 'IN_PROGRESS') {
      if (settling.claims) return stale(taken);
      const expiresAt = await leases.extend(assignmentId, settling.leaseToken);
      return expiresAt ? ok({ assignmentId }) : refuseLate(settling, ranOut);
    }

    const result = await decideAndCommit(ports, assignment.jobId, undefined, async (job) => {
      if (job.lastAssignmentId !== assignmentId) return refuseLate(settling, overtaken);
      const follows = await whatFollows(ports, job, assignment, settlement);
      const decision = transition(job, follows.event);
      if ('refused' in decision) return refuseLate(settling, overtaken);
      return decided(changeOf(ports, settling, assignment, decision.move, follows, settlement), {
        assignmentId,
      });
    });
    if (result === repeated)
      throw new Error('A report without an idempotency key was answered as repeated.');
    // What became of Muster's own end of the call says nothing of the agent, and must not open its circuit.
    const own = settling.givenUp || (settling.expired && assignment.heldBy !== null);
    if (result.ok && !own && outcome.outcome === 'FAILED') {
      // One that is lost in a crash only makes the breaker open a little later. What goes well is learnt in the commit.
      const { class: failureClass, retryAfterMs } = outcome.failure;
      await ports.circuits.failed(assignment.agentId, failureClass, retryAfterMs);
    }
    return result;
  };
}

/** What a settlement writes. */
function changeOf(
  { runMs }: SettlePorts,
  settling: Settling,
  { jobId, agentId }: { readonly jobId: string; readonly agentId: string },
  move: Move,
  { message, queue }: Pick<Follows, 'message' | 'queue'>,
  { failure }: Settlement,
): Change {
  const { assignmentId, leaseToken, outcome, heldBy } = settling;
  return {
    ...queue,
    jobId,
    move,
    actor: settling.actor,
    message,
    agentId,
    requestPayload: settling.request,
    responsePayload: withoutToken(leaseToken, settling.response ?? outcome),
    ...(outcome.outcome === 'COMPLETED' ? { result: { value: outcome.output } } : {}),
    holds: { id: assignmentId, agentId, runMs, ...(heldBy ? { heldBy } : {}) },
    ...(failure ? { failure } : {}),
    ...(settling.expired ? { onlyIfExpired: true } : {}),
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
  // While a server holds the call the lease is good until somebody has ended it: see `extendLease`.
  if (assignment.leaseExpired && !settling.expired && assignment.heldBy === null) return ranOut;
  // A start that was on its way when the lease ran out may have renewed it since the sweep looked.
  if (settling.expired && !assignment.leaseExpired) return extended;
  return null;
}

interface Follows {
  readonly event: JobEvent;
  readonly message: string;
  /** When the job is next in the queue, and how long its agent rests. */
  readonly queue: Pick<Change, 'nextAttemptInMs' | 'cooldownMs'>;
}

/** What an outcome leads to: the class of a failure, the policy and the attempts so far decide. */
async function whatFollows(
  { reads, matcher, secrets, retryPolicy }: SettlePorts,
  job: StoredJob,
  { agentId }: StoredAssignment,
  { event, message, failure }: Settlement,
): Promise<Follows> {
  if (failure === null) return { event, message, queue: {} };
  const first = nextStep({
    policy: completePolicy(job.retryPolicy ?? {}, retryPolicy),
    history: job.endedAttempts,
    agentId,
    failure,
    startedAt: job.submittedAt,
    now: job.now,
    random: secrets.random(),
  });
  const step =
    first.kind === 'reassign'
      ? settleWhoIsLeft(first, matcher.capable(job, await reads.agents()))
      : first;
  // Also after the last attempt: what the agent said of itself holds for other jobs.
  const rest = restMs(failure.class, failure.retryAfterMs);
  return {
    event: step.event,
    message: sayStep(step, message, job.now),
    queue: {
      ...(step.kind === 'retry' || step.kind === 'reassign'
        ? { nextAttemptInMs: step.delayMs }
        : {}),
      ...(rest === null ? {} : { cooldownMs: rest }),
    },
  };
}
