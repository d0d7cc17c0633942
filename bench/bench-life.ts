import { setTimeout as delay } from 'node:timers/promises';
import type { Bench, Stage } from './bench.ts';
import { type Child, startChild } from './child.ts';
import type { Round } from './closed-loop.ts';
import { type Arm, contest } from './contest.ts';
import { JobSupply } from './jobs.ts';
import { startMusterProcess } from './muster.ts';
import { type BenchDatabase, createDatabase } from './postgres.ts';
import type { QueueRound } from './queue-life.ts';

const graphile = new URL('./graphile-process.ts', import.meta.url);
const pgBoss = new URL('./pg-boss-process.ts', import.meta.url);
const callers = 256;
/** Jobs for each second that a round is to take; it takes as long as they need. */
const jobsPerSecond = 1_500;

/** Everything between a person's choice and the agent's result, beside queues whose jobs make the same call. */
export const benchLife: Bench = {
  about:
    'jobs assigned, dispatched to a local HTTP agent and completed, against queues that make the same call',
  async run(stage) {
    stage.say('life …');
    const agent = stage.resources.use(
      await startChild<{ url: string }>(new URL('./agent-process.ts', import.meta.url)),
    );
    const rivals = [
      await queueArm(stage, 'graphile-worker', graphile, agent.ready.url),
      await queueArm(stage, 'pg-boss', pgBoss, agent.ready.url),
    ];
    const muster = await musterArm(stage, agent.ready.url, rivals);
    return contest({ ...stage, bench: 'life', callers, arms: [muster, ...rivals] });
  },
};

async function musterArm(stage: Stage, agentUrl: string, rivals: readonly Arm[]): Promise<Arm> {
  const database = stage.resources.use(await createDatabase(stage.postgres, 'life'));
  const muster = stage.resources.use(await startMusterProcess(database.url));
  const supply = new JobSupply(database.pool);
  await supply.addAgents({ endpoint: agentUrl });
  return {
    name: 'Muster, assigned, called, completed',
    against: rivals.map(({ name }) => name),
    async round(seconds) {
      const count = Math.ceil(seconds * jobsPerSecond);
      await supply.refill(count);
      const began = performance.now();
      await muster.ask({ callers, seconds: 60, jobs: { first: 0, count } });
      await allCompleted(database, count);
      return { done: count, elapsedMs: performance.now() - began, latenciesMs: [] };
    },
  };
}

/** Looks every 20 ms whether each job is completed */
async function allCompleted({ pool }: BenchDatabase, count: number): Promise<void> {
  const until = performance.now() + 60_000;
  for (;;) {
    const { rows } = await pool.query<{ done: number }>(
      `SELECT count(*)::int AS done FROM "Job" WHERE status = 'COMPLETED'`,
    );
    if (rows[0]?.done === count) return;
    if (performance.now() > until)
      throw new Error(`Of ${count} jobs only ${rows[0]?.done} were completed within a minute.`);
    await delay(20);
  }
}

async function queueArm(stage: Stage, name: string, program: URL, agentUrl: string): Promise<Arm> {
  const database = stage.resources.use(await createDatabase(stage.postgres, 'queue'));
  const env = { DATABASE_URL: database.url, AGENT_URL: agentUrl };
  const queue: Child<object, QueueRound, Round> = stage.resources.use(
    await startChild<object, QueueRound, Round>(program, env),
  );
  return {
    name,
    round: (seconds) => queue.ask({ count: Math.ceil(seconds * jobsPerSecond) }),
  };
}
