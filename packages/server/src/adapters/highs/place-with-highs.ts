import { Worker } from 'node:worker_threads';
import { type BestPlacement, bestPlacement } from '@muster/domain/batch/best-placement.ts';
import type { PlacementSolver } from '../../app/ports/placement-solver.ts';
import type { PlacementTask } from './placement-thread.ts';

/** Beyond its time a thread is given this long to say so itself. */
const graceMs = 500;
/** The solver's own memory is beside this: WebAssembly's. */
const maxHeapMb = 1_024;

/** HiGHS in a thread of its own for each problem: it cannot be interrupted from within, and may run out of memory. */
export function createPlacementSolver(
  onError: (error: unknown) => void,
): PlacementSolver & { stop(): Promise<void> } {
  const threads = new Set<Worker>();
  return {
    solve(problem, limitMs) {
      let best: BestPlacement | null = null;
      const task: PlacementTask = { problem, limitMs };
      const thread = new Worker(new URL('./placement-thread.ts', import.meta.url), {
        workerData: task,
        resourceLimits: { maxOldGenerationSizeMb: maxHeapMb },
      });
      threads.add(thread);
      const late = setTimeout(() => void thread.terminate(), limitMs + graceMs);
      thread.on('message', (better: BestPlacement) => {
        best = better;
      });
      thread.on('error', onError);
      return new Promise((resolve) => {
        thread.on('exit', () => {
          clearTimeout(late);
          threads.delete(thread);
          // A thread that did not get that far: what needs no solver.
          resolve(best ?? bestPlacement(problem, []));
        });
      });
    },
    async stop() {
      await Promise.all([...threads].map((thread) => thread.terminate()));
    },
  };
}
