import { at, jobCount, type PlacementProblem } from './placement.ts';

/** How often a bound may fail to fall before the steps become shorter, and by how much. */
const patience = 5;
const shortening = 1.5;
/** Steps this short change nothing any more. */
const shortest = 0.005;

export interface PricesAndBound {
  /** Of one place at each agent, ≥ 0. */
  readonly prices: Float64Array;
  /** No placement with these counts has a higher total score (weak duality, over all options). */
  readonly bound: number;
}

/**
 * What a place at each agent is worth when all jobs compete for it: prices at which each job, taking what pays it best, leaves no
 * agent overrun. Found by subgradient steps (Held, Wolfe and Crowder 1974): the price of an agent that too many want rises, that of
 * one with places left falls. `reached` is the total score of a placement that is known: it says how far the bound may still fall.
 */
export function findPrices(
  problem: PlacementProblem,
  counts: ReadonlyMap<number, number>,
  reached: number,
  isLate: () => boolean,
): PricesAndBound {
  let best: PricesAndBound = { prices: new Float64Array(problem.places.length), bound: Infinity };
  let prices = best.prices;
  let length = 1;
  for (let failures = 0; length > shortest && !isLate(); ) {
    const { bound, wanted } = demandAt(problem, counts, prices);
    if (bound < best.bound) {
      best = { prices, bound };
      failures = 0;
    } else if (++failures > patience) {
      length /= shortening;
      failures = 0;
    }
    const excess = Float64Array.from(wanted, (count, agent) => count - at(problem.places, agent));
    const norm = excess.reduce((sum, e) => sum + e * e, 0);
    if (norm === 0 || bound <= reached) break;
    const step = (length * (bound - reached)) / norm;
    prices = prices.map((price, agent) => Math.max(0, price + step * at(excess, agent)));
  }
  return best.bound === Infinity
    ? { prices, bound: demandAt(problem, counts, prices).bound }
    : best;
}

/**
 * What each job keeps when it pays its agent's price, summed over those that gain most of each priority, with the worth of all
 * places: a bound whatever the prices. And how many would then want each agent.
 */
export function demandAt(
  problem: PlacementProblem,
  counts: ReadonlyMap<number, number>,
  prices: Float64Array,
): { readonly bound: number; readonly wanted: Int32Array } {
  const { places, priorities, starts, agents, scores } = problem;
  const gains = new Float64Array(jobCount(problem)).fill(Number.NEGATIVE_INFINITY);
  const choices = new Int32Array(jobCount(problem));
  const byPriority = new Map<number, number[]>();
  for (let job = 0; job < gains.length; job += 1) {
    for (let o = at(starts, job); o < at(starts, job + 1); o += 1) {
      const gain = at(scores, o) - at(prices, at(agents, o));
      if (gain <= at(gains, job)) continue;
      gains[job] = gain;
      choices[job] = at(agents, o);
    }
    if (gains[job] === Number.NEGATIVE_INFINITY) continue;
    const alike = byPriority.get(at(priorities, job));
    if (alike === undefined) byPriority.set(at(priorities, job), [job]);
    else alike.push(job);
  }
  const wanted = new Int32Array(places.length);
  let bound = 0;
  for (const [agent, free] of places.entries()) bound += free * at(prices, agent);
  for (const [priority, jobs] of byPriority) {
    const count = counts.get(priority) ?? 0;
    if (count < jobs.length) jobs.sort((a, b) => at(gains, b) - at(gains, a));
    for (const job of jobs.slice(0, count)) {
      bound += at(gains, job);
      wanted[at(choices, job)] = at(wanted, at(choices, job)) + 1;
    }
  }
  return { bound, wanted };
}
