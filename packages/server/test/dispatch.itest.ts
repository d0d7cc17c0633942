import { expect, onTestFinished, test } from 'vitest';
import { freshDatabase } from './kit/fresh-database.ts';
import { expectInvariants } from './kit/invariants.ts';
import { assignTo, newAgent, newJob, storyOf } from './kit/story.ts';
import { startTestAgent } from './kit/test-agent.ts';
import { musterForTest } from './kit/test-muster.ts';

/** Calls that a server keeps open at a time. */
const maxCalls = 256;
const completed = { outcome: 'COMPLETED', output: 'done' };
const slowly = { timeout: 30_000 };

test('what nobody has room for waits past the time to accept, and is called as soon as there is room', {
  timeout: 90_000,
}, async () => {
  const muster = await musterForTest({ acceptMs: 1_000 });
  const endpoint = await startTestAgent();
  const agent = await newAgent(muster, { endpoint: endpoint.url, capacity: 300 });
  const jobIds = await Promise.all(Array.from({ length: maxCalls + 10 }, () => newJob(muster)));
  await Promise.all(jobIds.map((jobId) => assignTo(muster, jobId, agent.id)));

  await expect.poll(() => endpoint.deliveries.length, slowly).toBe(maxCalls);
  await new Promise((resolve) => setTimeout(resolve, 3_000));
  expect(endpoint.deliveries).toHaveLength(maxCalls);

  for (const { answer } of endpoint.deliveries) answer(200, completed);
  await expect.poll(() => endpoint.deliveries.length, slowly).toBe(jobIds.length);
  for (const { answer } of endpoint.deliveries.slice(maxCalls)) answer(200, completed);
  await expect
    .poll(async () => (await countOf(muster, 'COMPLETED')).totalCount, slowly)
    .toBe(jobIds.length);
  for (const jobId of jobIds)
    expect((await storyOf(muster, jobId)).assignments).toMatchObject([{ attempt: 1 }]);
});

test('servers that assign and take up at the same time call each agent once for each job', {
  timeout: 90_000,
}, async () => {
  const database = await freshDatabase();
  const one = await musterForTest({ database });
  const other = database.databaseUrl === null ? one : await musterForTest({ database });
  onTestFinished(() => database.remove());
  // Slow enough that each has no room again and again, and leaves work to the other.
  const endpoint = await startTestAgent(({ answer }) => setTimeout(answer, 500, 200, completed));
  const agent = await newAgent(one, { endpoint: endpoint.url, capacity: 1_000 });
  const jobIds = await Promise.all(Array.from({ length: 2 * maxCalls }, () => newJob(one)));
  await Promise.all(jobIds.map((id, n) => assignTo(n % 4 === 0 ? other : one, id, agent.id)));

  await expect
    .poll(async () => (await countOf(one, 'COMPLETED')).totalCount, slowly)
    .toBe(jobIds.length);
  const called = endpoint.deliveries.map(({ body }) => body.data.job.id);
  expect(called.toSorted()).toEqual(jobIds.toSorted());
  await expectInvariants(one);
});

const countOf = async (muster: Parameters<typeof storyOf>[0], status: string) =>
  (
    await muster.graphql(
      'query ($filter: JobFilter) { jobs(first: 1, filter: $filter) { totalCount } }',
      {
        filter: { status: [status] },
      },
    )
  ).jobs;
