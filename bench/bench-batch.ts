import { setTimeout as delay } from 'node:timers/promises';
import type { Bench, Stage } from './bench.ts';
import { startChild } from './child.ts';
import { type Arm, contest, type Figure } from './contest.ts';
import { agentId, JobSupply, jobId } from './jobs.ts';
import type { PlacementAnswer, PlacementRequest } from './placement-process.ts';
import { applyMigrations, createDatabase } from './postgres.ts';
import { openRawBatch, type RawBatch } from './raw-batch.ts';
import { spreadOf } from './statistics.ts';

const batchSize = 1_000;
const raw = 'raw SQL, one statement for all';
const greedily = 'one job after another';

/** A batch of assignments through GraphQL against raw SQL, and jobs placed as a whole against one after another. */
export const benchBatch: Bench = {
  about: 'a batch of 1,000 assignments, against raw SQL; placing jobs as a whole, against greedily',
  async run(stage) {
    return [...(await commits(stage)), ...(await placements(stage))];
  },
};

async function commits(stage: Stage): Promise<readonly Figure[]> {
  const { resources, musterJobs } = stage;
  const database = resources.use(await createDatabase(stage.postgres, 'raw_batch'));
  await applyMigrations(database.pool);
  const rawJobs = new JobSupply(database.pool);
  await rawJobs.addAgents();
  const rawBatch = resources.use(await openRawBatch(database.url));
  stage.say(`batch, ${batchSize} assignments …`);
  const arms = [
    assignMany(stage, musterJobs),
    { name: raw, supply: rawJobs, round: () => rawRound(rawBatch, rawJobs) },
  ];
  return contest({ ...stage, bench: 'batch', callers: 1, arms });
}

/** From the mutation until every job is ASSIGNED. */
function assignMany(stage: Stage, supply: JobSupply): Arm {
  const { url, token } = stage.muster.ready;
  const ask = async (query: string, variables: object) => {
    const response = await fetch(`${url}/graphql`, {
      method: 'POST',
      headers: { authorization: `Bearer ${token}`, 'content-type': 'application/json' },
      body: JSON.stringify({ query, variables }),
    });
    const { data, errors } = (await response.json()) as { data: unknown; errors?: unknown };
    if (errors) throw new Error(JSON.stringify(errors));
    return data;
  };
  let turn = 0;
  return {
    name: 'Muster, assignMany',
    against: [raw],
    supply,
    round: () =>
      supply.use(async ({ first, count }) => {
        const size = Math.min(batchSize, count);
        const jobIds = Array.from({ length: size }, (_, n) => jobId(first + n));
        turn += 1;
        const input = { jobIds, agentId: agentId(turn) };
        const from = performance.now();
        const asked = (await ask(
          'mutation ($input: AssignManyInput!) { assignMany(input: $input) { ... on AssignManySuccess { batch { id } } ... on Error { message } } }',
          { input },
        )) as { assignMany: { batch?: { id: string }; message?: string } };
        const id = asked.assignMany.batch?.id;
        if (id === undefined) throw new Error(asked.assignMany.message);
        for (;;) {
          const { batch } = (await ask('query ($id: ID!) { batch(id: $id) { state succeeded } }', {
            id,
          })) as { batch: { state: string; succeeded: number } };
          if (batch.state === 'COMPLETED') {
            if (batch.succeeded !== size) throw new Error(`Only ${batch.succeeded} were assigned.`);
            const elapsedMs = performance.now() - from;
            return { done: size, elapsedMs, latenciesMs: [elapsedMs] };
          }
          // Each look costs the server more than it costs to look later.
          await delay(25);
        }
      }),
  };
}

const rawRound = (rawBatch: RawBatch, supply: JobSupply) =>
  supply.use(async ({ first, count }) => {
    const size = Math.min(batchSize, count);
    const from = performance.now();
    await rawBatch.assign(
      Array.from({ length: size }, (_, n) => jobId(first + n)),
      agentId(first / batchSize),
    );
    const elapsedMs = performance.now() - from;
    return { done: size, elapsedMs, latenciesMs: [elapsedMs] };
  });

/** Sizes, and how long each may take on two cores. */
const sizes = [
  { jobs: 1_000, agents: 100, limitMs: 2_000 },
  { jobs: 10_000, agents: 1_000, limitMs: 30_000 },
] as const;

async function placements(stage: Stage): Promise<readonly Figure[]> {
  const placing = stage.resources.use(
    await startChild<object, PlacementRequest, PlacementAnswer>(
      new URL('./placement-process.ts', import.meta.url),
    ),
  );
  const figures: Figure[] = [];
  for (const { jobs, agents, limitMs } of sizes) {
    const what = `${jobs} jobs, ${agents} agents`;
    stage.say(`batch, placing ${what} …`);
    const answers: PlacementAnswer[] = [];
    for (let seed = 1; seed <= Math.min(stage.rounds, 3); seed += 1)
      answers.push(await placing.ask({ jobs, agents, seed, limitMs }));
    figures.push(...figuresOf(what, answers));
  }
  return figures;
}

function figuresOf(what: string, answers: readonly PlacementAnswer[]): readonly Figure[] {
  const median = (of: (answer: PlacementAnswer) => number) => spreadOf(answers.map(of)).median;
  const figure = (arm: string, side: 'greedy' | 'whole', ratios: Figure['ratios']): Figure => ({
    bench: 'placing',
    callers: 1,
    arm,
    perSecond: spreadOf(
      answers.map((answer) => (answer[side].placed * 1_000) / answer[side].tookMs),
    ),
    latencyMs: {
      p50: median((answer) => answer[side].tookMs),
      p95: Math.max(...answers.map((answer) => answer[side].tookMs)),
      p99: Number.NaN,
    },
    ratios,
  });
  const says = (side: 'greedy' | 'whole') =>
    `${what}: ${median((answer) => answer[side].placed)} placed, total score ${median((answer) => answer[side].totalScore).toFixed(1)}`;
  const proven = answers.filter(({ whole }) => whole.method === 'OPTIMAL').length;
  const processor = (median(({ whole }) => whole.processorMs) / 1_000).toFixed(1);
  const greedy = `${greedily}, ${says('greedy')}`;
  const gain = spreadOf(answers.map(({ whole, greedy }) => whole.totalScore / greedy.totalScore));
  return [
    figure(
      `as a whole, ${says('whole')}, proven best ${proven} of ${answers.length}, ${processor} s of processor`,
      'whole',
      [{ to: `the total score of ${greedily}`, ...gain }],
    ),
    figure(greedy, 'greedy', []),
  ];
}
