import type { BatchSolution } from '@muster/domain/batch/solution.ts';
import { refuse } from '@muster/domain/job/errors.ts';
import { transition } from '@muster/domain/job/transition.ts';
import { withPlaceTaken } from '../assign-waiting.ts';
import { leftToPerson } from '../leave-to-person.ts';
import { openAssignment } from '../open-assignment.ts';
import type { BatchOrder } from '../ports/batches.ts';
import type { StoredAgent } from '../ports/store.ts';
import { illegal } from '../refusals.ts';
import {
  type DecideItems,
  type DecidePorts,
  decideItems,
  type ItemDecision,
} from './decide-items.ts';
import type { Slicing } from './in-slices.ts';

export interface PlanPorts extends DecidePorts, Slicing {}

/** How a batch decides about its jobs: one by one, or for all of them together. */
export interface BatchPlan {
  readonly decide: DecideItems;
  readonly solution: BatchSolution | null;
}

export async function planBatch(
  ports: PlanPorts,
  order: BatchOrder,
  _jobIds: readonly string[],
): Promise<BatchPlan> {
  if (order.kind !== 'AUTO_ASSIGN') return { decide: decideItems(ports, order), solution: null };
  let roster: readonly StoredAgent[] | null = null;
  return {
    solution: null,
    async decide(jobs) {
      roster ??= await ports.reads.agents();
      const decisions: ItemDecision[] = [];
      for (const job of jobs) {
        const move = transition(job, 'assigned');
        if ('refused' in move) {
          decisions.push({ does: 'refuse', error: illegal(move.refused).error });
          continue;
        }
        const { decision, winner } = await ports.matcher.match(job, roster);
        if (winner === null) {
          const { code, message } = leftToPerson(decision);
          const { error } = refuse({ code, message, jobId: job.id, decision });
          decisions.push({ does: 'refuse', error });
          continue;
        }
        roster = withPlaceTaken(roster, winner.id);
        const { method, confidence, reason } = decision;
        decisions.push({
          does: 'change',
          agentId: winner.id,
          change: () => ({
            jobId: job.id,
            move: move.move,
            actor: order.actor,
            message: `Matched: ${reason}`,
            agentId: winner.id,
            requestPayload: { method, confidence, inputs: job.inputs },
            opens: openAssignment(ports.secrets, ports.leaseTimes, job, winner, decision),
          }),
        });
      }
      return decisions;
    },
  };
}
