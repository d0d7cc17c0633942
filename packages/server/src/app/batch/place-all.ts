import { buildProblem, unplaced } from '@muster/domain/batch/placement.ts';
import type { BatchSolution } from '@muster/domain/batch/solution.ts';
import type { Matcher } from '../match-job.ts';
import type { PlacementSolver } from '../ports/placement-solver.ts';
import type { Reads, StoredAgent } from '../ports/store.ts';
import { mapInSlices } from '../time-slices.ts';
import { type JobWithOptions, type Planned, plannedFor, withOptions } from './planned.ts';
import { pieceSize, readJobs } from './read-jobs.ts';

export interface PlacePorts {
  readonly reads: Reads;
  readonly matcher: Matcher;
  readonly solver: PlacementSolver;
  /** Milliseconds since any fixed moment. */
  readonly elapsed: () => number;
}

export interface WholePlan {
  readonly planned: ReadonlyMap<string, Planned>;
  readonly solution: BatchSolution;
}

/** For the solver alone; ranking takes its time beside it. */
const solveMs = 20_000;
/** So many options in all are ranked and held in memory: each job has its share of them, and never fewer than these. */
const allOptions = 2_000_000;
const fewestOptions = 64;
/** How often those who found all of their best full are ranked again, among the others. */
const maxRounds = 4;

/**
 * Which of these jobs gets which agent, all of them together: as many as possible, higher priorities first, and so that the scores
 * add up to the most, within what is free of every agent now. Jobs that are not waiting for an agent are left out.
 */
export async function placeAll(ports: PlacePorts, jobIds: readonly string[]): Promise<WholePlan> {
  const startedAt = ports.elapsed();
  const roster = await ports.reads.agents();
  const free = roster.map(freePlaces);
  const most = Math.max(fewestOptions, Math.floor(allOptions / Math.max(1, jobIds.length)));
  const planned = new Map<string, Planned>();
  const solutions: Omit<BatchSolution, 'tookMs'>[] = [];

  let ids = jobIds;
  for (let round = 1; ids.length > 0 && round <= maxRounds; round += 1) {
    const jobs = await rankAll(ports, ids, withFree(roster, free), most);
    const { placement, solution } = await ports.solver.solve(buildProblem(free, jobs), solveMs);
    solutions.push(solution);
    const again: string[] = [];
    for (const [n, job] of jobs.entries()) {
      const agent = placement[n] ?? unplaced;
      if (agent !== unplaced) free[agent] = (free[agent] ?? 0) - 1;
      else if (job.options.length >= most) again.push(job.id);
      // What an earlier round had for it was better founded than that everybody is full by now.
      if (agent !== unplaced || !planned.has(job.id))
        planned.set(
          job.id,
          plannedFor(job, agent === unplaced ? null : agent, roster, jobIds.length),
        );
    }
    // Only where a job has more agents to choose from than were looked at is there another round for it.
    ids = solution.placed === 0 ? [] : again;
  }
  return {
    planned,
    solution: { ...together(solutions), tookMs: Math.round(ports.elapsed() - startedAt) },
  };
}

async function rankAll(
  ports: PlacePorts,
  ids: readonly string[],
  roster: readonly StoredAgent[],
  most: number,
): Promise<readonly JobWithOptions[]> {
  const numberOf = new Map(roster.map(({ id }, n) => [id, n]));
  const all: JobWithOptions[] = [];
  for (let at = 0; at < ids.length; at += pieceSize) {
    const jobs = await readJobs(ports, ids.slice(at, at + pieceSize));
    const waiting = jobs.filter(({ status }) => status === 'PENDING');
    const ranked = await mapInSlices(waiting, ports.elapsed, (job) =>
      withOptions(job, ports.matcher.options(job, roster, most), numberOf),
    );
    all.push(...ranked);
  }
  return all;
}

const freePlaces = ({ availability, capacity, activeJobs }: StoredAgent): number =>
  availability === 'AVAILABLE' ? Math.max(0, capacity - activeJobs) : 0;

/** The agents with what an earlier round gave them. */
const withFree = (
  roster: readonly StoredAgent[],
  free: readonly number[],
): readonly StoredAgent[] =>
  roster.map((agent, n) => {
    if (agent.availability !== 'AVAILABLE') return agent;
    const activeJobs = agent.capacity - (free[n] ?? 0);
    const availability = activeJobs >= agent.capacity ? 'AT_CAPACITY' : agent.availability;
    return { ...agent, activeJobs, availability };
  });

/** Later rounds are about those that the first one's options left out. */
function together(
  solutions: readonly Omit<BatchSolution, 'tookMs'>[],
): Omit<BatchSolution, 'tookMs'> {
  const [first, ...others] = solutions;
  if (first === undefined)
    return { method: 'OPTIMAL', totalScore: 0, greedyScore: 0, placed: 0, gap: 0, note: null };
  if (others.length === 0) return first;
  const sum = (of: (one: Omit<BatchSolution, 'tookMs'>) => number) =>
    solutions.reduce((total, solution) => total + of(solution), 0);
  return {
    method: first.method === 'OPTIMAL' ? 'TIME_LIMITED' : first.method,
    totalScore: sum(({ totalScore }) => totalScore),
    greedyScore: sum(({ greedyScore }) => greedyScore),
    placed: sum(({ placed }) => placed),
    gap: null,
    note: `Of the agents that a job could have, the best were looked at first; ${sum(({ placed }) => placed) - first.placed} jobs found those full and were placed among the others afterwards.`,
  };
}
