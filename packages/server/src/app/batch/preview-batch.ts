import type { BatchPreview, BatchReason } from '@muster/schema/context.ts';
import type { BatchOrder, SelectedJob } from '../ports/batches.ts';
import { batchToken } from './batch-token.ts';
import type { ItemDecision } from './decide-items.ts';
import { type PlanPorts, planBatch } from './plan-batch.ts';
import { pieceSize, readJobs } from './read-jobs.ts';

const namedJobs = 20;
const namedReasons = 50;

/** What the batch would do now, decided by the same code; writes nothing. */
export async function previewBatch(
  ports: PlanPorts,
  order: BatchOrder,
  selected: readonly SelectedJob[],
): Promise<BatchPreview> {
  const jobIds = selected.map(({ id }) => id);
  const { decide, solution } = await planBatch(ports, order, jobIds);
  const placements = new Map<string, number>();
  const reasons = new Map<string, Reason>();
  let eligible = 0;
  for (let at = 0; at < jobIds.length; at += pieceSize) {
    const jobs = await readJobs(ports, jobIds.slice(at, at + pieceSize));
    for (const [n, decision] of (await decide(jobs)).entries()) {
      if (decision.does === 'change') {
        eligible += 1;
        if (decision.agentId !== null)
          placements.set(decision.agentId, (placements.get(decision.agentId) ?? 0) + 1);
      } else count(reasons, decision, jobs[n]?.id ?? '');
    }
  }
  const isPlacing = order.kind === 'ASSIGN' || order.kind === 'AUTO_ASSIGN';
  return {
    total: jobIds.length,
    eligible,
    ineligible: jobIds.length - eligible,
    reasons: [...reasons.values()].toSorted((a, b) => b.count - a.count),
    placements: isPlacing
      ? [...placements]
          .map(([agentId, count]) => ({ agentId, count }))
          .toSorted((a, b) => b.count - a.count)
      : [],
    solution,
    token: batchToken(ports.secrets, order, selected),
  };
}

interface Reason extends BatchReason {
  count: number;
  readonly jobIds: string[];
}

/** Inputs can be wrong in as many ways as there are jobs: what is beyond the named reasons is counted by its code. */
function count(
  reasons: Map<string, Reason>,
  decision: Exclude<ItemDecision, { does: 'change' }>,
  jobId: string,
): void {
  const { code, message } =
    decision.does === 'skip' ? { code: 'SKIPPED', message: decision.message } : decision.error;
  const own = `${code} ${message}`;
  const isNamed = reasons.has(own) || reasons.size < namedReasons;
  const key = isNamed ? own : code;
  const reason = reasons.get(key) ?? {
    code,
    message: isNamed ? message : 'Others, each for a reason of its own.',
    count: 0,
    jobIds: [],
  };
  reasons.set(key, reason);
  reason.count += 1;
  if (reason.jobIds.length < namedJobs) reason.jobIds.push(jobId);
}
