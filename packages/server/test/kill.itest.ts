import { expect, onTestFinished, test } from 'vitest';
import type { Json } from './kit/client.ts';
import { freshDatabase, onPostgres } from './kit/fresh-database.ts';
import { on, type ServerProcess, startServer } from './kit/server-process.ts';
import { assignTo, newAgent, newJob } from './kit/story.ts';

async function database() {
  const fresh = await freshDatabase();
  onTestFinished(() => fresh.remove());
  return fresh;
}

/** Makes jobs through several connections until the server is gone; the ids that the server confirmed. */
async function makeJobsUntilKilled(server: ServerProcess): Promise<string[]> {
  const made: string[] = [];
  const make = async () => {
    for (;;) made.push(await newJob(server));
  };
  await Promise.allSettled(Array.from({ length: 8 }, make));
  return made;
}

const idsOf = (changes: readonly Json[]): string[] => changes.map(({ job }) => job.id);

test('a client resumes after its server was killed in the middle of everything: nothing missed, nothing twice', async () => {
  const data = on(await database());
  const seen: Json[] = [];
  const confirmed: string[] = [];

  for (let round = 1; round <= 2; round += 1) {
    const server = await startServer(data);
    const last = seen.at(-1)?.cursor;
    const changes = server.subscribe(last === undefined ? {} : { after: last });
    const making = makeJobsUntilKilled(server);
    // It sees some, and is then gone for what follows.
    seen.push(...(await changes.take(40)));
    await changes.close();
    await newJob(server);
    const { signal } = await server.kill('SIGKILL');
    expect(signal).toBe('SIGKILL');
    confirmed.push(...(await making));
  }

  const server = await startServer(data);
  await using resumed = server.subscribe({ after: seen.at(-1).cursor });
  const end = await newJob(server);
  const rest: Json[] = [];
  while (rest.at(-1)?.job.id !== end) rest.push(...(await resumed.take(1)));

  const ids = idsOf([...seen, ...rest]);
  expect(new Set(ids).size).toBe(ids.length);
  // What was confirmed is there; what was under way when the server died may be.
  expect(ids).toEqual(expect.arrayContaining(confirmed));

  await using all = server.subscribe();
  expect(await all.take(ids.length)).toEqual([...seen, ...rest]);
  const { jobs } = await server.graphql('{ jobs { totalCount } }');
  expect(jobs.totalCount).toBe(ids.length);
}, 180_000);

test('an assignment that a killed server had given out is still its agent’s, and its report is taken', async () => {
  const data = on(await database());
  const first = await startServer(data);
  const agent = await newAgent(first);
  const jobId = await newJob(first);
  await assignTo(first, jobId, agent.id);
  const claimed = await asAgent(first, agent.token);
  await first.kill('SIGKILL');

  const second = await startServer(data);
  const { status, body } = await second.post(
    `/api/assignments/${claimed.assignment.id}/report`,
    { outcome: 'COMPLETED', output: { done: true } },
    { authorization: `Bearer ${claimed.leaseToken}` },
  );
  expect({ status, state: body.assignment?.state }).toEqual({ status: 200, state: 'COMPLETED' });
  await using changes = second.subscribe({ jobId });
  expect((await changes.take(4)).map(({ status }) => status)).toEqual([
    'PENDING',
    'ASSIGNED',
    'IN_PROGRESS',
    'COMPLETED',
  ]);
}, 180_000);

async function asAgent(server: ServerProcess, token: string): Promise<Json> {
  const { body } = await server.post(
    '/graphql',
    {
      query:
        'mutation { claimAssignment(input: { waitMs: 5000 }) { ... on ClaimAssignmentSuccess { assignment { id } leaseToken } } }',
    },
    { authorization: `Bearer ${token}` },
  );
  return body.data.claimAssignment;
}

test.runIf(onPostgres)(
  'a subscriber on one server sees what is done through another, in one order',
  async () => {
    const data = on(await database());
    const [here, there] = await Promise.all([startServer(data), startServer(data)]);
    await using changes = here.subscribe();
    await using others = there.subscribe();
    const made = await Promise.all(
      Array.from({ length: 60 }, (_, n) => newJob(n % 2 === 0 ? there : here)),
    );
    const seen = await changes.take(60);
    expect(idsOf(seen).toSorted()).toEqual(made.toSorted());
    expect(await others.take(60)).toEqual(seen);

    // A cursor of one server is one of the other.
    await using resumed = there.subscribe({ after: seen[29].cursor });
    expect(await resumed.take(30)).toEqual(seen.slice(30));

    // An agent that waits at one is given what is assigned at the other.
    const agent = await newAgent(here);
    const claim = asAgent(here, agent.token);
    const jobId = await newJob(there);
    await assignTo(there, jobId, agent.id);
    expect((await claim).assignment.id).toBeTruthy();

    await there.kill('SIGKILL');
    const id = await newJob(here);
    expect((await changes.until(({ job }) => job.id === id)).job.id).toBe(id);
  },
  180_000,
);
