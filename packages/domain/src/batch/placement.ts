/**
 * Jobs to be given to agents as a whole, by their numbers, in flat arrays that a thread can be handed. What may be done with job
 * `j` is at `starts[j]` up to `starts[j + 1]`: an agent and the score with it, best first.
 */
export interface PlacementProblem {
  /** Free places of each agent. */
  readonly places: Int32Array;
  /** Of each job: higher ones first. */
  readonly priorities: Int32Array;
  readonly starts: Int32Array;
  readonly agents: Int32Array;
  readonly scores: Float64Array;
}

/** The agent of each job, or `unplaced`. */
export type Placement = Int32Array;
export const unplaced = -1;

export interface PlacementOption {
  readonly agent: number;
  readonly score: number;
}

export interface JobToPlace {
  readonly priority: number;
  readonly options: readonly PlacementOption[];
}

export function buildProblem(
  places: readonly number[],
  jobs: readonly JobToPlace[],
): PlacementProblem {
  const starts = new Int32Array(jobs.length + 1);
  for (const [j, { options }] of jobs.entries()) starts[j + 1] = at(starts, j) + options.length;
  const total = at(starts, jobs.length);
  const agents = new Int32Array(total);
  const scores = new Float64Array(total);
  for (const [j, { options }] of jobs.entries()) {
    const bestFirst = options.toSorted((a, b) => b.score - a.score || a.agent - b.agent);
    for (const [n, { agent, score }] of bestFirst.entries()) {
      agents[at(starts, j) + n] = agent;
      scores[at(starts, j) + n] = score;
    }
  }
  return {
    places: Int32Array.from(places, (free) => Math.max(0, free)),
    priorities: Int32Array.from(jobs, ({ priority }) => priority),
    starts,
    agents,
    scores,
  };
}

/** An element that is there: flat arrays are walked by indices that were counted out. */
export function at(array: Int32Array | Float64Array, index: number): number {
  return array[index] as number;
}

export const jobCount = ({ priorities }: PlacementProblem): number => priorities.length;

/** Jobs by priority, higher first; of one priority in the order given. */
export function jobsInOrder({ priorities }: PlacementProblem): readonly number[] {
  return Array.from(priorities.keys()).sort(
    (a, b) => at(priorities, b) - at(priorities, a) || a - b,
  );
}

/** The score of a job with an agent; NaN when that is no option of it. */
export function scoreWith(
  { starts, agents, scores }: PlacementProblem,
  job: number,
  agent: number,
): number {
  for (let o = at(starts, job); o < at(starts, job + 1); o += 1)
    if (agents[o] === agent) return at(scores, o);
  return Number.NaN;
}

/** The sum of the scores; NaN when a job is where it may not be. */
export function totalScore(problem: PlacementProblem, placement: Placement): number {
  let total = 0;
  for (const [job, agent] of placement.entries())
    if (agent !== unplaced) total += scoreWith(problem, job, agent);
  return total;
}

export const placedCount = (placement: Placement): number =>
  placement.reduce((count, agent) => count + (agent === unplaced ? 0 : 1), 0);

/** How many jobs of each priority have an agent. */
export function placedByPriority(
  { priorities }: PlacementProblem,
  placement: Placement,
): ReadonlyMap<number, number> {
  const counts = new Map<number, number>();
  for (const [job, priority] of priorities.entries())
    counts.set(priority, (counts.get(priority) ?? 0) + (placement[job] === unplaced ? 0 : 1));
  return counts;
}

/** Whether every job is with one of its options and no agent has more than its places. */
export function isFeasible(problem: PlacementProblem, placement: Placement): boolean {
  if (placement.length !== jobCount(problem)) return false;
  const left = Int32Array.from(problem.places);
  for (const [job, agent] of placement.entries()) {
    if (agent === unplaced) continue;
    if (Number.isNaN(scoreWith(problem, job, agent)) || at(left, agent) === 0) return false;
    left[agent] = at(left, agent) - 1;
  }
  return true;
}

/**
 * Which of two placements is better, as a sort compares them: below 0 the first. More jobs of the highest priority placed, then of
 * the next, and so on; with as many of each, the higher total score.
 */
export function comparePlacements(
  problem: PlacementProblem,
  one: Placement,
  other: Placement,
): number {
  const [its, others] = [placedByPriority(problem, one), placedByPriority(problem, other)];
  for (const priority of [...its.keys()].sort((a, b) => b - a)) {
    const more = (others.get(priority) ?? 0) - (its.get(priority) ?? 0);
    if (more !== 0) return more;
  }
  return totalScore(problem, other) - totalScore(problem, one);
}
