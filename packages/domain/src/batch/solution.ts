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

/** A kept solution, from its JSON; null while there is none. Throws when it is something else, rather than passing on what is not there. */
export function readSolution(json: unknown): BatchSolution | null {
  if (json === null || json === undefined) return null;
  if (!isSolution(json)) throw new TypeError('A batch holds a solution that cannot be read.');
  return json;
}

function isSolution(json: unknown): json is BatchSolution {
  if (typeof json !== 'object' || json === null) return false;
  const { method, totalScore, greedyScore, placed, tookMs, gap, note }: Partial<BatchSolution> =
    json;
  return (
    solutionMethods.some((known) => known === method) &&
    [totalScore, greedyScore, placed, tookMs].every((number) => typeof number === 'number') &&
    (gap === null || typeof gap === 'number') &&
    (note === null || typeof note === 'string')
  );
}
