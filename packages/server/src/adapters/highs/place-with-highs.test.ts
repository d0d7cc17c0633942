import { bestPlacement } from '@muster/domain/batch/best-placement.ts';
import { randomProblem, seeded } from '@muster/domain/batch/placement.test-kit.ts';
import { comparePlacements, isFeasible } from '@muster/domain/batch/placement.ts';
import { afterAll, expect, test } from 'vitest';
import { createPlacementSolver } from './place-with-highs.ts';

const errors: unknown[] = [];
const solver = createPlacementSolver((error) => errors.push(error));
afterAll(() => solver.stop());

test('HiGHS finds the best placement, and it is proven', async () => {
  const shapes = [
    { jobs: 60, agents: 12, places: 8, priorities: 3, share: 0.4 },
    { jobs: 200, agents: 20, places: 12, priorities: 1, share: 0.9 },
    { jobs: 200, agents: 40, places: 1, priorities: 4, share: 0.2 },
  ];
  for (const [n, shape] of shapes.entries()) {
    const problem = randomProblem(seeded(n + 1), shape);
    const { placement, solution } = await solver.solve(problem, 60_000);
    expect(isFeasible(problem, placement)).toBe(true);
    expect(solution).toMatchObject({ method: 'OPTIMAL', gap: 0 });
    const greedy = bestPlacement(problem, []);
    expect(comparePlacements(problem, placement, greedy.placement)).toBeLessThanOrEqual(0);
  }
  expect(errors).toEqual([]);
}, 60_000);

test('What is not solved in time is placed without the solver, and says what it gave up', async () => {
  const problem = randomProblem(seeded(9), {
    jobs: 400,
    agents: 40,
    places: 8,
    priorities: 2,
    share: 0.9,
  });
  const { placement, solution } = await solver.solve(problem, -500);
  expect(isFeasible(problem, placement)).toBe(true);
  expect(solution.method).toBe('GREEDY');
  expect(solution.note).toMatch(/at most \d+\.\d\d % below the best possible/);
}, 20_000);

test('There is nothing to place without jobs or agents', async () => {
  const problem = randomProblem(seeded(1), {
    jobs: 3,
    agents: 0,
    places: 1,
    priorities: 1,
    share: 1,
  });
  expect((await solver.solve(problem, 20_000)).solution).toMatchObject({
    placed: 0,
    method: 'OPTIMAL',
  });
}, 30_000);
