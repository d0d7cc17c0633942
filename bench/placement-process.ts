import { placeGreedily } from '../packages/domain/src/batch/place-greedily.ts';
import { placedCount, totalScore } from '../packages/domain/src/batch/placement.ts';
import { createPlacementSolver } from '../packages/server/src/adapters/highs/place-with-highs.ts';
import { syntheticProblem } from './placements.ts';

// The server's own solver, as a process of its own: it is an adapter, and not to be reached from outside.

export interface PlacementRequest {
  readonly jobs: number;
  readonly agents: number;
  readonly seed: number;
  readonly limitMs: number;
}

export interface PlacementAnswer {
  readonly greedy: {
    readonly totalScore: number;
    readonly placed: number;
    readonly tookMs: number;
  };
  readonly whole: {
    readonly totalScore: number;
    readonly placed: number;
    readonly method: string;
    readonly gap: number | null;
    readonly tookMs: number;
    /** Of both threads: what it would take on a machine with nothing else to do. */
    readonly processorMs: number;
  };
}

const solver = createPlacementSolver((error) => console.error(error));

async function compare({
  jobs,
  agents,
  seed,
  limitMs,
}: PlacementRequest): Promise<PlacementAnswer> {
  const problem = syntheticProblem({ jobs, agents, seed });
  const greedyFrom = performance.now();
  const greedy = placeGreedily(problem);
  const greedyMs = performance.now() - greedyFrom;
  const processor = process.cpuUsage();
  const from = performance.now();
  const { solution } = await solver.solve(problem, limitMs);
  const tookMs = performance.now() - from;
  const { user, system } = process.cpuUsage(processor);
  const { totalScore: total, placed, method, gap } = solution;
  return {
    greedy: {
      totalScore: totalScore(problem, greedy),
      placed: placedCount(greedy),
      tookMs: greedyMs,
    },
    whole: { totalScore: total, placed, method, gap, tookMs, processorMs: (user + system) / 1_000 },
  };
}

process.on('message', (request: PlacementRequest) => {
  compare(request).then(
    (answer) => process.send?.(answer),
    (error: unknown) => process.send?.({ failed: String(error) }),
  );
});
process.on('disconnect', () => process.exit(0));
process.send?.({});
