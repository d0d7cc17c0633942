import { at, jobCount, type Placement, type PlacementProblem, unplaced } from './placement.ts';

/**
 * Which placement has the highest total score, as a linear program: maximise Σ score · x with lower ≤ A x ≤ upper and x ≥ 0, one
 * column for each option. Rows: agents (their places), then jobs (once at most), then one for each priority of which some jobs
 * stay unplaced (how many do not). That is the matrix of a network, so a basic solution is whole-numbered by itself.
 */
export interface ProgramRows {
  readonly lower: Float64Array;
  readonly upper: Float64Array;
  /** The row of each job's priority, or -1. */
  readonly priorityRow: Int32Array;
}

export interface ProgramColumns {
  readonly costs: Float64Array;
  readonly starts: Int32Array;
  readonly rows: Int32Array;
}

/** `counts`: how many jobs of each priority are to be placed, as `placeMost` found. */
export function programRows(
  problem: PlacementProblem,
  counts: ReadonlyMap<number, number>,
): ProgramRows {
  const { places, priorities } = problem;
  const sizes = new Map<number, number>();
  for (const priority of priorities) sizes.set(priority, (sizes.get(priority) ?? 0) + 1);
  const short = [...sizes].filter(([priority, size]) => (counts.get(priority) ?? 0) < size);
  const firstRow = places.length + jobCount(problem);
  const rowOf = new Map(short.map(([priority], n) => [priority, firstRow + n]));
  const lower = new Float64Array(firstRow + short.length);
  const upper = new Float64Array(firstRow + short.length);
  upper.set(places);
  for (const [job, priority] of priorities.entries()) {
    lower[places.length + job] = rowOf.has(priority) ? 0 : 1;
    upper[places.length + job] = 1;
  }
  for (const [priority, row] of rowOf) {
    lower[row] = counts.get(priority) ?? 0;
    upper[row] = counts.get(priority) ?? 0;
  }
  const priorityRow = Int32Array.from(priorities, (priority) => rowOf.get(priority) ?? -1);
  return { lower, upper, priorityRow };
}

/** `jobs`: the job of each of the options. */
export function programColumns(
  problem: PlacementProblem,
  { priorityRow }: ProgramRows,
  options: readonly number[],
  jobs: readonly number[],
): ProgramColumns {
  const { places, agents, scores } = problem;
  const starts = [0];
  const rows: number[] = [];
  for (const [n, option] of options.entries()) {
    const job = jobs[n] as number;
    rows.push(at(agents, option), places.length + job);
    const row = at(priorityRow, job);
    if (row !== -1) rows.push(row);
    starts.push(rows.length);
  }
  return {
    costs: Float64Array.from(options, (option) => at(scores, option)),
    starts: Int32Array.from(starts),
    rows: Int32Array.from(rows),
  };
}

/** The job that each option belongs to. */
export function jobsOfOptions({ starts, agents, priorities }: PlacementProblem): Int32Array {
  const jobs = new Int32Array(agents.length);
  for (let job = 0; job < priorities.length; job += 1)
    jobs.fill(job, at(starts, job), at(starts, job + 1));
  return jobs;
}

/** The placement that a basic solution says: `values` of the columns, which stand for these options. */
export function readPlacement(
  problem: PlacementProblem,
  options: readonly number[],
  jobs: readonly number[],
  values: Float64Array,
): Placement {
  const placement = new Int32Array(jobCount(problem)).fill(unplaced);
  for (const [n, option] of options.entries())
    if (at(values, n) > 0.5) placement[jobs[n] as number] = at(problem.agents, option);
  return placement;
}
