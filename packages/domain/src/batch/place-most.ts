import {
  at,
  jobCount,
  jobsInOrder,
  type Placement,
  type PlacementProblem,
  unplaced,
} from './placement.ts';

/**
 * As many jobs as possible, higher priorities first: a job is left out only if no way of moving those of its own or a higher
 * priority makes room for it. Sets of jobs that can be placed together form a transversal matroid, so taking them one by one
 * in order of priority, each by an augmenting path (Kuhn 1955), is best for every priority at once; and a job once placed stays so.
 */
export function placeMost(problem: PlacementProblem): Placement {
  const { places, starts, agents } = problem;
  const left = Int32Array.from(places);
  const placement = new Int32Array(jobCount(problem)).fill(unplaced);
  const held: number[][] = Array.from(places, () => []);
  /** Reached in vain: whoever comes there later can get no further either, so each agent is given up once. */
  const isFull = new Uint8Array(places.length);
  const reachedFrom = new Int32Array(places.length);
  const reachedIn = new Int32Array(places.length).fill(-1);

  const options = function* (job: number) {
    for (let o = at(starts, job); o < at(starts, job + 1); o += 1) yield at(agents, o);
  };

  for (const job of jobsInOrder(problem)) {
    let next = [job];
    const reached: number[] = [];
    let end = -1;
    while (next.length > 0 && end === -1) {
      const frontier = next;
      next = [];
      for (const from of frontier) {
        for (const agent of options(from)) {
          if (isFull[agent] === 1 || reachedIn[agent] === job) continue;
          reachedIn[agent] = job;
          reachedFrom[agent] = from;
          reached.push(agent);
          if (at(left, agent) > 0) {
            end = agent;
            break;
          }
          for (const other of held[agent] ?? []) next.push(other);
        }
        if (end !== -1) break;
      }
    }
    if (end === -1) {
      for (const agent of reached) isFull[agent] = 1;
      continue;
    }
    left[end] = at(left, end) - 1;
    // Back along the path each job moves on to the agent that was reached from it.
    for (let agent = end; agent !== unplaced; ) {
      const mover = at(reachedFrom, agent);
      const previous = at(placement, mover);
      if (previous !== unplaced) remove(held[previous] ?? [], mover);
      held[agent]?.push(mover);
      placement[mover] = agent;
      agent = previous;
    }
  }
  return placement;
}

function remove(jobs: number[], job: number): void {
  const n = jobs.indexOf(job);
  const last = jobs.pop();
  if (last !== undefined && n < jobs.length) jobs[n] = last;
}
