import { placeGreedily } from './place-greedily.ts';
import { placeMost } from './place-most.ts';
import {
  comparePlacements,
  isFeasible,
  type Placement,
  type PlacementProblem,
  placedByPriority,
  placedCount,
  totalScore,
} from './placement.ts';
import { demandAt } from './prices.ts';
import type { BatchSolution, SolutionMethod } from './solution.ts';

/** A placement that was found, and prices of the agents' places that bound what is possible. */
export interface Proposal {
  readonly method: SolutionMethod;
  readonly placement: Placement;
  readonly prices: Float64Array;
}

export interface BestPlacement {
  readonly placement: Placement;
  readonly solution: Omit<BatchSolution, 'tookMs'>;
}

/** A gap below this is a matter of rounding. */
const epsilon = 1e-6;

/**
 * The best of what was found, never worse than one job after another, and always with as many jobs as can be placed. Nothing is
 * taken on trust: a placement that cannot be is passed over, and only a bound computed here makes one proven best.
 */
export function bestPlacement(
  problem: PlacementProblem,
  proposals: readonly Proposal[],
): BestPlacement {
  // At no price each job counts with its best agent, as if that were never full: a bound too.
  const prices = new Float64Array(problem.places.length);
  const greedy: Proposal = { method: 'GREEDY', placement: placeGreedily(problem), prices };
  const most: Proposal = { ...greedy, placement: placeMost(problem) };
  const [best = most] = [most, greedy, ...proposals]
    .filter(({ placement }) => isFeasible(problem, placement))
    .sort((a, b) => comparePlacements(problem, a.placement, b.placement));
  const counts = placedByPriority(problem, best.placement);
  const total = totalScore(problem, best.placement);
  const bound = Math.min(
    ...[greedy, ...proposals].map(
      (its) =>
        demandAt(
          problem,
          counts,
          its.prices.map((price) => Math.max(0, price)),
        ).bound,
    ),
  );
  const gap = bound <= 0 ? 0 : Math.max(0, (bound - total) / bound);
  const isBest = gap <= epsilon;
  const method = isBest ? 'OPTIMAL' : best.method;
  return {
    placement: best.placement,
    solution: {
      method,
      totalScore: total,
      greedyScore: totalScore(problem, greedy.placement),
      placed: placedCount(best.placement),
      gap: isBest ? 0 : gap,
      note: isBest ? null : whatWasGivenUp(method, gap),
    },
  };
}

function whatWasGivenUp(method: SolutionMethod, gap: number): string {
  const how =
    method === 'GREEDY'
      ? 'The solver found nothing in time: one job after another, then improved in small steps.'
      : 'The time ran out before the best was proven.';
  return `${how} The total score is at most ${(gap * 100).toFixed(2)} % below the best possible.`;
}
