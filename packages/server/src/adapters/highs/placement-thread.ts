import { parentPort, workerData } from 'node:worker_threads';
import { bestPlacement, type Proposal } from '@muster/domain/batch/best-placement.ts';
import type { PlacementProblem } from '@muster/domain/batch/placement.ts';
import loadHighs from 'highs';
import { solveByColumns } from './solve-by-columns.ts';

/** What `place-with-highs.ts` gives this thread to do; what is best so far goes back as it is found. */
export interface PlacementTask {
  readonly problem: PlacementProblem;
  readonly limitMs: number;
}

const { problem, limitMs } = workerData as PlacementTask;
const startedAt = performance.now();
// Node takes the package's ES module, whose default this is; its types describe the CommonJS one.
const highs = await (loadHighs as unknown as typeof loadHighs.default)();
const left = limitMs - (performance.now() - startedAt);
const proposals: Proposal[] = [];
solveByColumns(
  highs,
  problem,
  left,
  () => performance.now(),
  (proposal) => {
    proposals.push(proposal);
    parentPort?.postMessage(bestPlacement(problem, proposals));
  },
);
