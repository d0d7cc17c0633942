import {
  at,
  jobCount,
  jobsInOrder,
  type Placement,
  type PlacementProblem,
  unplaced,
} from './placement.ts';

/** One job after another, higher priorities first, each to the best of its agents that has a place left. */
export function placeGreedily(problem: PlacementProblem): Placement {
  const { places, starts, agents } = problem;
  const left = Int32Array.from(places);
  const placement = new Int32Array(jobCount(problem)).fill(unplaced);
  for (const job of jobsInOrder(problem)) {
    for (let o = at(starts, job); o < at(starts, job + 1); o += 1) {
      const agent = at(agents, o);
      if (at(left, agent) === 0) continue;
      left[agent] = at(left, agent) - 1;
      placement[job] = agent;
      break;
    }
  }
  return placement;
}
