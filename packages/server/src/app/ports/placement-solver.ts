import type { BestPlacement } from '@muster/domain/batch/best-placement.ts';
import type { PlacementProblem } from '@muster/domain/batch/placement.ts';

/** Finds good placements, off this thread. */
export interface PlacementSolver {
  /** The best that was found within the time, and how good that is. Never rejects. */
  solve(problem: PlacementProblem, limitMs: number): Promise<BestPlacement>;
}
