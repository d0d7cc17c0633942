import { expect, onTestFinished, test } from 'vitest';
import { batchOf, ended, openBatch, progressOf } from './kit/batches.ts';
import type { Json, TestClient } from './kit/client.ts';
import { freshDatabase, onPostgres } from './kit/fresh-database.ts';
import { expectInvariants } from './kit/invariants.ts';
import { on, startServer } from './kit/server-process.ts';
import { agentOf, newAgent, newJob } from './kit/story.ts';

/** More than one piece, so that there is something left to go on with. */
const size = 700;

async function database() {
  const fresh = await freshDatabase();
  onTestFinished(() => fresh.remove());
  return fresh;
}

async function jobs(muster: TestClient, count: number): Promise<string[]> {
  const ids: string[] = [];
  while (ids.length < count)
    ids.push(...(await Promise.all(Array.from({ length: 100 }, () => newJob(muster)))));
  return ids;
}

/** Resolves once some of the batch is done, and not all of it as far as this server tells. */
async function underWay(muster: TestClient, batchId: string): Promise<void> {
  for await (const { batchProgress } of muster.follow(
    'subscription ($batchId: ID!) { batchProgress(batchId: $batchId) { done } }',
    { batchId },
  ))
    if (batchProgress.done > 0) return;
}

const succeeded = (batch: Json): number =>
  batch.items.filter(({ outcome }: Json) => outcome === 'SUCCEEDED').length;

test('a batch goes on after its server was killed in the middle: no job lost, none twice', async () => {
  const data = on(await database());
  const first = await startServer(data);
  const agent = await newAgent(first, { capacity: 10_000 });
  const jobIds = await jobs(first, size);
  const batchId = await openBatch(first, 'assignMany', { jobIds, agentId: agent.id });
  await underWay(first, batchId);
  await first.kill('SIGKILL');

  const second = await startServer(data);
  const batch = await ended(second, batchId);
  expect(batch).toMatchObject({ state: 'COMPLETED', total: size, done: size, succeeded: size });
  expect(succeeded(batch)).toBe(size);
  // Each job has been assigned once: two versions, one attempt, one place taken.
  expect(await agentOf(second, agent.id)).toMatchObject({ activeJobs: size });
  await expectInvariants(second);
}, 240_000);

test.runIf(onPostgres)(
  'another server takes a batch up within seconds, and its followers see it through',
  async () => {
    const data = on(await database());
    const [here, there] = await Promise.all([startServer(data), startServer(data)]);
    const agent = await newAgent(here, { capacity: 10_000 });
    const jobIds = await jobs(here, size);
    const batchId = await openBatch(here, 'assignMany', { jobIds, agentId: agent.id });
    const following = progressOf(there, batchId);
    await underWay(there, batchId);
    await here.kill('SIGKILL');
    const states = await following;
    expect(states.at(-1)).toMatchObject({ state: 'COMPLETED', done: size });
    expect(succeeded(await batchOf(there, batchId))).toBe(size);
    await expectInvariants(there);
  },
  240_000,
);

test('a batch that is cancelled in the middle leaves the rest as it was', async () => {
  const server = await startServer(on(await database()));
  const agent = await newAgent(server, { capacity: 10_000 });
  const jobIds = await jobs(server, size);
  const batchId = await openBatch(server, 'assignMany', { jobIds, agentId: agent.id });
  const cancelled = await server.mutate('cancelBatch', { batchId });
  const batch = await ended(server, batchId);
  if (cancelled.__typename === 'CancelBatchSuccess')
    expect(batch).toMatchObject({ state: 'CANCELLED', done: size });
  expect(batch.succeeded + batch.cancelled).toBe(size);
  expect(batch.items.filter(({ outcome }: Json) => outcome === 'CANCELLED')).toHaveLength(
    batch.cancelled,
  );
  expect(await agentOf(server, agent.id)).toMatchObject({ activeJobs: batch.succeeded });
  await expectInvariants(server);
}, 240_000);
