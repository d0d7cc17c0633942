export const solutionMethods = ['OPTIMAL', 'TIME_LIMITED', 'GREEDY'] as const;
export type SolutionMethod = (typeof solutionMethods)[number];

/** How a set of jobs was given to agents as a whole, and how that compares with one job after another. */
export interface BatchSolution {
  /** OPTIMAL: proven best. TIME_LIMITED: the best that was found in time. GREEDY: one after another, then improved. */
  readonly method: SolutionMethod;
  readonly totalScore: number;
  /** What giving each job in turn to its best free agent would have reached. */
  readonly greedyScore: number;
  readonly placed: number;
  readonly tookMs: number;
  /** How far below the best possible the total score may be at most, as a share of that; 0 when proven best. */
  readonly gap: number | null;
  readonly note: string | null;
}
