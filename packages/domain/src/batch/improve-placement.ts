import {
  at,
  jobCount,
  type Placement,
  type PlacementProblem,
  scoreWith,
  unplaced,
} from './placement.ts';

/** A gain below this is a matter of rounding. */
const epsilon = 1e-9;

/**
 * A better placement with the same count of jobs of each priority, by small steps: a job moves to a free place, two change places,
 * or one gives its place to another of its priority that has none. Stops when no step helps or `isLate` says so.
 */
export function improvePlacement(
  problem: PlacementProblem,
  placement: Placement,
  isLate: () => boolean,
): Placement {
  const { places, priorities, starts, agents, scores } = problem;
  const now = Int32Array.from(placement);
  const left = Int32Array.from(places);
  const held: Set<number>[] = Array.from(places, () => new Set());
  for (const [job, agent] of now.entries()) {
    if (agent === unplaced) continue;
    left[agent] = at(left, agent) - 1;
    held[agent]?.add(job);
  }
  const scoreNow = (job: number) =>
    now[job] === unplaced ? 0 : scoreWith(problem, job, at(now, job));
  const move = (job: number, to: number) => {
    const from = at(now, job);
    if (from !== unplaced) {
      held[from]?.delete(job);
      left[from] = at(left, from) + 1;
    }
    if (to !== unplaced) {
      held[to]?.add(job);
      left[to] = at(left, to) - 1;
    }
    now[job] = to;
  };

  /** Whether a step that ends with the job at this agent helped. */
  const goTo = (job: number, agent: number, gain: number): boolean => {
    const from = at(now, job);
    if (at(left, agent) > 0 && from !== unplaced) {
      if (gain <= epsilon) return false;
      move(job, agent);
      return true;
    }
    for (const other of held[agent] ?? []) {
      const back =
        from === unplaced
          ? at(priorities, other) === at(priorities, job)
            ? 0
            : Number.NaN
          : scoreWith(problem, other, from);
      if (!(gain + back - scoreNow(other) > epsilon)) continue;
      move(other, unplaced);
      move(job, agent);
      if (from !== unplaced) move(other, from);
      return true;
    }
    return false;
  };

  for (let helped = true; helped; ) {
    helped = false;
    for (let job = 0; job < jobCount(problem); job += 1) {
      if (isLate()) return now;
      for (let o = at(starts, job); o < at(starts, job + 1); o += 1) {
        const agent = at(agents, o);
        if (agent === now[job]) break;
        // Options are best first: what follows the agent that it has would be a loss to this job.
        if (goTo(job, agent, at(scores, o) - scoreNow(job))) helped = true;
      }
    }
  }
  return now;
}
