import type { Batches, BatchLease, HeldBatch, OpenItem, SettledItem } from '../ports/batches.ts';
import type { Change, CommitOutcome } from '../ports/commit.ts';
import { stopTakenBack, type TakenBackPorts } from '../taken-back.ts';
import { mapInSlices } from '../time-slices.ts';
import type { ItemDecision } from './decide-items.ts';
import { type BatchPlan, type PlanPorts, planBatch } from './plan-batch.ts';
import { readJobs } from './read-jobs.ts';

export interface RunPorts extends PlanPorts, TakenBackPorts {
  readonly batches: Batches;
  /** How many jobs are written at a time. */
  readonly pieceSize: number;
}

/** How often a job is decided about that moved, or whose agent filled up, while it was decided about. */
const attempts = 4;

interface Decided extends OpenItem {
  readonly decision: ItemDecision;
  readonly change: Change | null;
}

/**
 * Does what is left of a batch, piece by piece, until it has ended, is not this server's any more, or the signal says
 * stop. What was done before, here or elsewhere, is settled: its items are not open.
 */
export async function runBatch(
  ports: RunPorts,
  batch: HeldBatch,
  lease: BatchLease,
  signal: AbortSignal,
): Promise<void> {
  // While one piece is written the next is read and decided about.
  let written: Promise<boolean> = Promise.resolve(true);
  try {
    for (let attempt = 1; ; attempt += 1) {
      const plan = await planOpen(ports, batch, lease);
      let after = 0;
      for (let pieces = 0; ; pieces += 1) {
        const items = signal.aborted
          ? []
          : await ports.batches.open(batch.id, after, ports.pieceSize);
        const decided = items.length === 0 ? [] : await decidePiece(ports, batch, plan, items);
        if (!(await written) || signal.aborted) return;
        const last = decided.at(-1);
        // Nothing open in a whole round: it has ended.
        if (last === undefined && pieces === 0) return;
        if (last === undefined) break;
        after = last.position;
        written = settle(ports, lease, decided, attempt < attempts);
        // That it fails is told to whoever waits for it above.
        written.catch(() => {});
      }
    }
  } finally {
    // Also when the next piece fails: nobody closes the database under a piece that is being written.
    await written.catch(() => {});
  }
}

async function planOpen(ports: RunPorts, batch: HeldBatch, lease: BatchLease): Promise<BatchPlan> {
  if (batch.kind !== 'AUTO_ASSIGN') return planBatch(ports, batch, []);
  const items = await ports.batches.open(batch.id, 0, batch.total);
  const jobIds = items.map(({ jobId }) => jobId);
  const plan = await planBatch(ports, batch, jobIds);
  if (batch.solution === null && plan.solution !== null)
    await ports.batches.keepSolution(lease, plan.solution);
  return plan;
}

async function decidePiece(
  ports: RunPorts,
  batch: HeldBatch,
  plan: BatchPlan,
  items: readonly OpenItem[],
): Promise<readonly Decided[]> {
  const jobs = await readJobs(
    ports,
    items.map(({ jobId }) => jobId),
  );
  const decisions = await plan.decide(jobs);
  return mapInSlices(items, ports.elapsed, (item, n): Decided => {
    const decision = decisions[n];
    if (decision === undefined) throw new Error(`Nothing was decided about job ${item.jobId}.`);
    const made = decision.does === 'skip' ? undefined : decision.change?.();
    const change = made === undefined ? null : inBatch(made, batch.id);
    return { ...item, decision, change };
  });
}

/** False when the batch is not this server's any more. */
async function settle(
  ports: RunPorts,
  lease: BatchLease,
  decided: readonly Decided[],
  mayTryAgain: boolean,
): Promise<boolean> {
  const changing = decided.filter(({ change }) => change !== null);
  const changes = changing.flatMap(({ change }) => change ?? []);
  let applied: readonly Change[] = [];
  const settled = await ports.batches.settle(lease, changes, (outcomes) => {
    const outcomeOf = new Map(changing.map(({ position }, n) => [position, outcomes[n] ?? 'lost']));
    applied = changes.filter((_, n) => outcomes[n] === 'applied');
    return decided.flatMap((one) =>
      whatCame(one, outcomeOf.get(one.position) ?? 'lost', mayTryAgain),
    );
  });
  if (settled === 'gone') return false;
  if (settled === 'settled') {
    for (const change of applied) stopTakenBack(ports, change);
    return true;
  }
  // One that the database cannot store must not take those beside it down: each tries alone.
  const [one, ...others] = decided;
  if (one !== undefined && others.length === 0) return settleUnstorable(ports, lease, one);
  for (const item of decided) if (!(await settle(ports, lease, [item], mayTryAgain))) return false;
  return true;
}

async function settleUnstorable(
  { batches }: RunPorts,
  lease: BatchLease,
  { position }: Decided,
): Promise<boolean> {
  const message = 'The database cannot store what was to be written about this job.';
  const failed = {
    position,
    outcome: 'FAILED',
    agentId: null,
    code: 'VALIDATION',
    message,
  } as const;
  return (await batches.settle(lease, [], () => [failed])) === 'settled';
}

/** Nothing for one that is to be decided about again. */
function whatCame(
  { position, decision, change }: Decided,
  outcome: CommitOutcome,
  mayTryAgain: boolean,
): readonly SettledItem[] {
  const nothing = { position, agentId: null, code: null, message: null };
  // With a change that was lost the job is not as it was refused for.
  if (decision.does === 'refuse' && (change === null || outcome === 'applied')) {
    const { code, message } = decision.error;
    return [{ ...nothing, outcome: 'FAILED', code, message }];
  }
  if (decision.does === 'skip') {
    const { agentId, message } = decision;
    return [{ ...nothing, outcome: 'SKIPPED', agentId, message }];
  }
  if (decision.does === 'change' && outcome === 'applied')
    return [{ ...nothing, outcome: 'SUCCEEDED', agentId: decision.agentId }];
  if (mayTryAgain) return [];
  const message = 'The job or its agent kept changing while this was decided: retry.';
  return [{ ...nothing, outcome: 'FAILED', code: 'CONFLICT', message }];
}

/** So that the log tells which of its rows belong together. */
const inBatch = (change: Change, batchId: string): Change => ({
  ...change,
  message: `${change.message.replace(/\.$/, '')} (batch ${batchId}).`,
});
