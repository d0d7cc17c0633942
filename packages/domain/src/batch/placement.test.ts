import { describe, expect, test } from 'vitest';
import { bestPlacement } from './best-placement.ts';
import { improvePlacement } from './improve-placement.ts';
import { placeGreedily } from './place-greedily.ts';
import { placeMost } from './place-most.ts';
import { randomProblem, seeded } from './placement.test-kit.ts';
import {
  buildProblem,
  comparePlacements,
  isFeasible,
  type Placement,
  type PlacementProblem,
  placedByPriority,
  placedCount,
  totalScore,
  unplaced,
} from './placement.ts';
import { demandAt, findPrices } from './prices.ts';

/** Every placement that there is. */
function* everyPlacement(problem: PlacementProblem, job = 0): Generator<Placement> {
  const jobs = problem.priorities.length;
  const placement = new Int32Array(jobs).fill(unplaced);
  const left = Int32Array.from(problem.places);
  function* from(at: number): Generator<Placement> {
    if (at === jobs) {
      yield Int32Array.from(placement);
      return;
    }
    yield* from(at + 1);
    for (let o = problem.starts[at] ?? 0; o < (problem.starts[at + 1] ?? 0); o += 1) {
      const agent = problem.agents[o] ?? 0;
      if (left[agent] === 0) continue;
      left[agent] = (left[agent] ?? 0) - 1;
      placement[at] = agent;
      yield* from(at + 1);
      placement[at] = unplaced;
      left[agent] = (left[agent] ?? 0) + 1;
    }
  }
  yield* from(job);
}

function best(problem: PlacementProblem): Placement {
  let best: Placement = new Int32Array(problem.priorities.length).fill(unplaced);
  for (const placement of everyPlacement(problem))
    if (comparePlacements(problem, placement, best) < 0) best = placement;
  return best;
}

const small = (seed: number) => {
  const random = seeded(seed);
  const upTo = (most: number) => Math.floor(random() * (most + 1));
  return randomProblem(random, {
    jobs: 1 + upTo(5),
    agents: 1 + upTo(3),
    places: 2,
    priorities: 1 + upTo(2),
    share: 0.6,
  });
};
const seeds = Array.from({ length: 300 }, (_, n) => n + 1);

describe('Of three hundred small problems, by trying every placement', () => {
  test('placeMost places as many of each priority as can be', () => {
    for (const seed of seeds) {
      const problem = small(seed);
      const most = placeMost(problem);
      expect(isFeasible(problem, most), `seed ${seed}`).toBe(true);
      expect([...placedByPriority(problem, most)], `seed ${seed}`).toEqual([
        ...placedByPriority(problem, best(problem)),
      ]);
    }
  });

  test('improvePlacement keeps a placement possible and its counts, and never loses', () => {
    for (const seed of seeds) {
      const problem = small(seed);
      const most = placeMost(problem);
      const improved = improvePlacement(problem, most, () => false);
      expect(isFeasible(problem, improved), `seed ${seed}`).toBe(true);
      expect([...placedByPriority(problem, improved)]).toEqual([
        ...placedByPriority(problem, most),
      ]);
      expect(totalScore(problem, improved)).toBeGreaterThanOrEqual(
        totalScore(problem, most) - 1e-9,
      );
    }
  });

  test('no prices make a bound that is below the best', () => {
    for (const seed of seeds) {
      const problem = small(seed);
      const optimum = best(problem);
      const counts = placedByPriority(problem, optimum);
      const total = totalScore(problem, optimum);
      const random = seeded(seed);
      const prices = Float64Array.from(problem.places, () => random());
      expect(demandAt(problem, counts, prices).bound).toBeGreaterThanOrEqual(total - 1e-9);
      const found = findPrices(problem, counts, 0, () => false);
      expect(found.bound).toBeGreaterThanOrEqual(total - 1e-9);
    }
  });

  test('what is said to be proven best is the best, whatever was proposed', () => {
    let proven = 0;
    for (const seed of seeds) {
      const problem = small(seed);
      const placement = improvePlacement(problem, placeMost(problem), () => false);
      const counts = placedByPriority(problem, placement);
      const { prices } = findPrices(problem, counts, totalScore(problem, placement), () => false);
      const { solution, placement: chosen } = bestPlacement(problem, [
        { method: 'GREEDY', placement, prices },
      ]);
      expect(comparePlacements(problem, chosen, placeGreedily(problem))).toBeLessThanOrEqual(1e-9);
      if (solution.method !== 'OPTIMAL') continue;
      proven += 1;
      expect(comparePlacements(problem, best(problem), chosen)).toBeGreaterThanOrEqual(-1e-6);
    }
    expect(proven).toBeGreaterThan(seeds.length / 2);
  });
});

describe('A placement that is proposed', () => {
  const problem = buildProblem(
    [1, 1],
    [
      {
        priority: 50,
        options: [
          { agent: 0, score: 0.9 },
          { agent: 1, score: 0.8 },
        ],
      },
      { priority: 50, options: [{ agent: 0, score: 0.7 }] },
    ],
  );
  const prices = new Float64Array(2);

  test('is passed over when it cannot be', () => {
    const overfull = Int32Array.of(0, 0);
    const { placement } = bestPlacement(problem, [
      { method: 'OPTIMAL', placement: overfull, prices },
    ]);
    expect(isFeasible(problem, placement)).toBe(true);
  });

  test('is passed over when it leaves out a job that could be placed, whatever it calls itself', () => {
    const poor = Int32Array.of(1, unplaced);
    const { placement, solution } = bestPlacement(problem, [
      { method: 'OPTIMAL', placement: poor, prices },
    ]);
    expect([...placement]).toEqual([1, 0]);
    expect(solution).toMatchObject({ placed: 2, greedyScore: 0.9 });
  });

  test('is not called the best when no bound says so', () => {
    const crossed = buildProblem(
      [1, 1, 1],
      [
        {
          priority: 1,
          options: [
            { agent: 0, score: 0.9 },
            { agent: 1, score: 0.8 },
            { agent: 2, score: 0.1 },
          ],
        },
        {
          priority: 1,
          options: [
            { agent: 0, score: 0.9 },
            { agent: 1, score: 0.2 },
            { agent: 2, score: 0.1 },
          ],
        },
      ],
    );
    const { solution } = bestPlacement(crossed, []);
    expect(solution).toMatchObject({ method: 'GREEDY', placed: 2 });
    expect(solution.gap).toBeGreaterThan(0);
    expect(solution.note).toContain('below the best possible');
  });
});

test('A job of higher priority is never left out for a lower one', () => {
  const problem = buildProblem(
    [1],
    [
      { priority: 10, options: [{ agent: 0, score: 1 }] },
      { priority: 90, options: [{ agent: 0, score: 0.1 }] },
    ],
  );
  expect([...placeMost(problem)]).toEqual([unplaced, 0]);
  expect([...placeGreedily(problem)]).toEqual([unplaced, 0]);
});

test('Without agents, without jobs, without places nothing is placed', () => {
  for (const problem of [
    buildProblem([], []),
    buildProblem([3], []),
    buildProblem([], [{ priority: 1, options: [] }]),
    buildProblem([0], [{ priority: 1, options: [{ agent: 0, score: 1 }] }]),
  ]) {
    expect(placedCount(placeMost(problem))).toBe(0);
    expect(bestPlacement(problem, []).solution).toMatchObject({ method: 'OPTIMAL', placed: 0 });
  }
});
