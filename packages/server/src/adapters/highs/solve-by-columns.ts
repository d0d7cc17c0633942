import type { Proposal } from '@muster/domain/batch/best-placement.ts';
import { firstOptions, profitableOptions } from '@muster/domain/batch/column-generation.ts';
import { improvePlacement } from '@muster/domain/batch/improve-placement.ts';
import {
  jobsOfOptions,
  type ProgramColumns,
  programColumns,
  programRows,
  readPlacement,
} from '@muster/domain/batch/linear-program.ts';
import { placeMost } from '@muster/domain/batch/place-most.ts';
import {
  at,
  type PlacementProblem,
  placedByPriority,
  totalScore,
} from '@muster/domain/batch/placement.ts';
import { findPrices } from '@muster/domain/batch/prices.ts';
import type { Highs } from 'highs';

/** Options of each job to begin with, and that are added of each in a round. */
const firstEach = 4;
const addedEach = 4;
/** Of the time, for small steps and for prices before the solver begins. */
const improvingShare = 0.1;
const pricingShare = 0.2;
const primalSimplex = 4;
const optimal = 7;

/**
 * As many jobs as possible first; then which of those placements has the highest total score: a linear program over the few options
 * of each job that pay best at good prices, to which those are added that would pay at its own, until none would. Each round starts
 * from the last one's basis. With options by score alone it took twice as many of them to get near, and ten times as long
 * (10,000 jobs, 1,000 agents). `propose` is told whatever was found.
 */
export function solveByColumns(
  highs: Highs,
  problem: PlacementProblem,
  limitMs: number,
  now: () => number,
  propose: (proposal: Proposal) => void,
): void {
  const end = now() + limitMs;
  const most = placeMost(problem);
  const improveUntil = now() + limitMs * improvingShare;
  const placement = improvePlacement(problem, most, () => now() > improveUntil);
  const counts = placedByPriority(problem, most);
  const priceUntil = now() + limitMs * pricingShare;
  const reached = totalScore(problem, placement);
  const { prices } = findPrices(problem, counts, reached, () => now() > priceUntil);
  propose({ method: 'GREEDY', placement, prices });

  const rows = programRows(problem, counts);
  const jobOf = jobsOfOptions(problem);
  const isIncluded = firstOptions(problem, placement, prices, firstEach);
  const options = [...isIncluded.keys()].filter((option) => isIncluded[option] === 1);
  const jobs = options.map((option) => at(jobOf, option));
  if (options.length === 0) return;
  const columns = programColumns(problem, rows, options, jobs);
  const [numCols, numRows] = [options.length, rows.upper.length];
  const model = highs.createModel({
    numCols,
    numRows,
    sense: highs.constants.objectiveSense.maximize,
    colCost: columns.costs,
    colLower: new Float64Array(numCols),
    colUpper: ones(numCols),
    rowLower: rows.lower,
    rowUpper: rows.upper,
    matrix: matrixOf(columns, numRows),
  });
  try {
    // Presolve takes longer on such a matrix than it saves (bench/bench-batch.ts).
    const timeLimit = Math.max(0.001, (end - now()) / 1_000);
    // Of all rounds together: the model's clock goes on.
    model.options.set({ output_flag: false, presolve: 'off', time_limit: timeLimit });
    for (;;) {
      if (model.run().modelStatus !== optimal) return;
      const { colValue, rowDual } = model.getSolution();
      const placement = readPlacement(problem, options, jobs, colValue);
      const prices = rowDual.slice(0, problem.places.length);
      const priceOfJob = (job: number) => {
        const row = at(rows.priorityRow, job);
        return at(rowDual, problem.places.length + job) + (row === -1 ? 0 : at(rowDual, row));
      };
      const more = profitableOptions(
        problem,
        isIncluded,
        (agent) => at(prices, agent),
        priceOfJob,
        addedEach,
      );
      propose({ method: more.length === 0 ? 'OPTIMAL' : 'TIME_LIMITED', placement, prices });
      if (more.length === 0) return;
      for (const option of more) isIncluded[option] = 1;
      const theirJobs = more.map((option) => at(jobOf, option));
      const added = programColumns(problem, rows, more, theirJobs);
      options.push(...more);
      jobs.push(...theirJobs);
      model.addCols({
        cost: added.costs,
        lower: new Float64Array(more.length),
        upper: ones(more.length),
        matrix: matrixOf(added, numRows),
      });
      // The last basis is still feasible, and only not the best any more.
      model.options.set('simplex_strategy', primalSimplex);
    }
  } finally {
    model.dispose();
  }
}

const ones = (length: number) => new Float64Array(length).fill(1);

const matrixOf = ({ costs, starts, rows }: ProgramColumns, numRows: number) =>
  ({
    format: 'csc',
    numCols: costs.length,
    numRows,
    starts,
    indices: rows,
    values: ones(rows.length),
  }) as const;
