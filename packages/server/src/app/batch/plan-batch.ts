import type { BatchSolution } from '@muster/domain/batch/solution.ts';
import { transition } from '@muster/domain/job/transition.ts';
import { leftToPerson, standing } from '../leave-to-person.ts';
import { openAssignment } from '../open-assignment.ts';
import type { BatchOrder } from '../ports/batches.ts';
import type { Change } from '../ports/commit.ts';
import type { StoredJob } from '../ports/store.ts';
import { conflict, illegal } from '../refusals.ts';
import {
  type DecideItems,
  type DecidePorts,
  decideItems,
  type ItemDecision,
  type Refusal,
} from './decide-items.ts';
import { type PlacePorts, placeAll } from './place-all.ts';
import type { Planned } from './planned.ts';

export interface PlanPorts extends DecidePorts, PlacePorts {}

/** How a batch decides about its jobs: one by one, or for all of them together. */
export interface BatchPlan {
  readonly decide: DecideItems;
  readonly solution: BatchSolution | null;
}

export async function planBatch(
  ports: PlanPorts,
  order: BatchOrder,
  jobIds: readonly string[],
): Promise<BatchPlan> {
  if (order.kind !== 'AUTO_ASSIGN') return { decide: decideItems(ports, order), solution: null };
  const { planned, solution } = await placeAll(ports, jobIds);
  return {
    solution,
    decide: async (jobs) =>
      jobs.map((job) => decideAsPlanned(ports, order.actor, job, planned.get(job.id))),
  };
}

function decideAsPlanned(
  ports: DecidePorts,
  actor: string,
  job: StoredJob,
  planned: Planned | undefined,
): ItemDecision {
  const move = transition(job, 'assigned');
  if ('refused' in move) return refuse(illegal(move.refused).error);
  if (planned === undefined || planned.jobVersion !== job.version)
    return refuse(conflict('The job changed while the set was planned: retry.').error);
  const { decision, agent } = planned;
  if (agent !== null) {
    const { method, reason, confidence } = decision;
    return {
      does: 'change',
      agentId: agent.id,
      change: () => ({
        jobId: job.id,
        move: move.move,
        actor,
        message: `Matched: ${reason}`,
        agentId: agent.id,
        requestPayload: { method, confidence, inputs: job.inputs },
        opens: openAssignment(ports.secrets, ports.leaseTimes, job, agent, decision),
      }),
    };
  }
  if (planned.isCrowdedOut) {
    const message = `The agents that it would be given to have no free place now: retry when one has.`;
    return refuse({ code: 'AGENT_AT_CAPACITY', message });
  }
  return leaveToPerson(actor, job, planned);
}

const refuse = (error: Refusal, change?: () => Change): ItemDecision => ({
  does: 'refuse',
  error,
  ...(change === undefined ? {} : { change }),
});

/** As `autoAssign` does: the job stays PENDING, and its log says why. */
function leaveToPerson(actor: string, job: StoredJob, { decision }: Planned): ItemDecision {
  const { event, code, message } = leftToPerson(decision);
  const left = transition(job, event);
  if ('refused' in left) return refuse(illegal(left.refused).error);
  return refuse({ code, message }, () => ({
    jobId: job.id,
    move: left.move,
    actor,
    message,
    agentId: null,
    responsePayload: standing(decision),
    leaves: { decision, consideredWith: '' },
  }));
}
