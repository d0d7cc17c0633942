import { at, jobCount, type Placement, type PlacementProblem } from './placement.ts';

/** A gain below this is a matter of rounding. */
const epsilon = 1e-7;

/** The few options of each job that pay it best at these prices, and the one that it has in a placement, so that this stays possible. */
export function firstOptions(
  problem: PlacementProblem,
  placement: Placement,
  prices: Float64Array,
  each: number,
): Uint8Array {
  const { starts, agents, scores } = problem;
  const isIncluded = new Uint8Array(agents.length);
  const gain = (option: number) => at(scores, option) - at(prices, at(agents, option));
  for (let job = 0; job < jobCount(problem); job += 1) {
    const its: number[] = [];
    for (let o = at(starts, job); o < at(starts, job + 1); o += 1) {
      if (agents[o] === placement[job]) isIncluded[o] = 1;
      its.push(o);
    }
    its.sort((a, b) => gain(b) - gain(a));
    for (const option of its.slice(0, each)) isIncluded[option] = 1;
  }
  return isIncluded;
}

/**
 * Options that were left out and would pay at the prices of a solved program: for each job the most profitable few. When there are
 * none, the solution is the best over all options (Dantzig and Wolfe 1960).
 */
export function profitableOptions(
  problem: PlacementProblem,
  isIncluded: Uint8Array,
  priceOfAgent: (agent: number) => number,
  priceOfJob: (job: number) => number,
  each: number,
): readonly number[] {
  const { starts, agents, scores } = problem;
  const profitable: number[] = [];
  for (let job = 0; job < jobCount(problem); job += 1) {
    const its: { o: number; profit: number }[] = [];
    const price = priceOfJob(job);
    for (let o = at(starts, job); o < at(starts, job + 1); o += 1) {
      if (isIncluded[o] === 1) continue;
      const profit = at(scores, o) - priceOfAgent(at(agents, o)) - price;
      if (profit > epsilon) its.push({ o, profit });
    }
    its.sort((a, b) => b.profit - a.profit);
    for (const { o } of its.slice(0, each)) profitable.push(o);
  }
  return profitable;
}
