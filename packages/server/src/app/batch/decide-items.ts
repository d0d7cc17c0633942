import type { DomainError } from '@muster/domain/job/errors.ts';
import { transition } from '@muster/domain/job/transition.ts';
import type { InputsValidator } from '@muster/domain/matching/match-agent.ts';
import { giveByHand, whyNot } from '../assign.ts';
import { withPlaceTaken } from '../assign-waiting.ts';
import { takeBack } from '../cancel-assignment.ts';
import type { Matcher } from '../match-job.ts';
import { type LeaseTimes, openAssignment } from '../open-assignment.ts';
import type { BatchOrder } from '../ports/batches.ts';
import type { Change } from '../ports/commit.ts';
import type { Secrets } from '../ports/secrets.ts';
import type { Reads, StoredAgent, StoredJob } from '../ports/store.ts';
import { illegal, notFound } from '../refusals.ts';
import { putUpAgain } from '../resubmit.ts';

export interface DecidePorts {
  readonly reads: Reads;
  readonly matcher: Matcher;
  readonly secrets: Secrets;
  readonly leaseTimes: LeaseTimes;
  readonly validateInputs: InputsValidator;
}

/** Why a job fails in a batch: what the mutation for one job would answer. */
export type Refusal = Pick<DomainError, 'code' | 'message'>;

/** What a batch does with one job now, by the rules that hold for a single one. */
export type ItemDecision =
  | {
      readonly does: 'change';
      /** Who gets the job, or had it. */
      readonly agentId: string | null;
      /** Made only when it is to be written: its record of the matcher's view takes long. */
      readonly change: () => Change;
    }
  | {
      readonly does: 'refuse';
      readonly error: Refusal;
      /** What the log is to say of it, if anything. */
      readonly change?: () => Change;
    }
  | { readonly does: 'skip'; readonly agentId: string; readonly message: string };

export type DecideItems = (jobs: readonly StoredJob[]) => Promise<readonly ItemDecision[]>;

/**
 * The rule of a kind of batch; a dry run and the batch itself ask the same. It remembers which places it gave away, so
 * ask a new one when the agents are to be looked at again.
 */
export function decideItems(ports: DecidePorts, order: BatchOrder): DecideItems {
  switch (order.kind) {
    case 'ASSIGN':
      return assignTo(ports, order, order.agentId ?? '');
    case 'CANCEL':
      return takeAllBack(ports, order);
    case 'RESUBMIT':
      return async (jobs) => jobs.map((job) => decisionOf(putUpAgain(job, order.actor), null));
    case 'AUTO_ASSIGN':
      throw new Error('A set that is assigned as a whole is planned as a whole.');
  }
}

const decisionOf = (result: ReturnType<typeof takeBack>, agentId: string | null): ItemDecision =>
  result.ok
    ? { does: 'change', agentId, change: () => result.value }
    : { does: 'refuse', error: result.error };

function takeAllBack({ reads }: DecidePorts, { actor, reason }: BatchOrder): DecideItems {
  return (jobs) =>
    Promise.all(
      jobs.map(async (job) => {
        const agent = job.agentId === null ? null : await reads.agent(job.agentId);
        return decisionOf(takeBack(job, agent, actor, reason), job.agentId);
      }),
    );
}

function assignTo(ports: DecidePorts, { actor }: BatchOrder, agentId: string): DecideItems {
  let roster: readonly StoredAgent[] | null = null;
  return async (jobs) => {
    roster ??= await ports.reads.agents();
    const decisions: ItemDecision[] = [];
    for (const job of jobs) {
      const decision = decideOne(ports, job, roster, agentId, actor);
      decisions.push(decision);
      if (decision.does === 'change') roster = withPlaceTaken(roster, agentId);
    }
    return decisions;
  };
}

function decideOne(
  { matcher, secrets, leaseTimes, validateInputs }: DecidePorts,
  job: StoredJob,
  roster: readonly StoredAgent[],
  agentId: string,
  actor: string,
): ItemDecision {
  const agent = roster.find(({ id }) => id === agentId);
  if (agent === undefined) return { does: 'refuse', error: notFound('agent', agentId).error };
  const decision = transition(job, 'assigned');
  if ('refused' in decision) {
    const isThere = job.agentId === agentId && ['ASSIGNED', 'IN_PROGRESS'].includes(job.status);
    return isThere
      ? { does: 'skip', agentId, message: `${agent.name} has it already.` }
      : { does: 'refuse', error: illegal(decision.refused).error };
  }
  const error = whyNot(agent, validateInputs, job.inputs);
  if (error !== null) return { does: 'refuse', error };
  return {
    does: 'change',
    agentId,
    change: () => {
      const record = matcher.byHand(job, roster, agentId, actor);
      const opens = openAssignment(secrets, leaseTimes, job, agent, record);
      return giveByHand(job, decision.move, agent, actor, opens);
    },
  };
}
