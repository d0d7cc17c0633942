import { setFlagsFromString } from 'node:v8';
import { runInNewContext } from 'node:vm';
import { afterAll, beforeAll, describe, expect, onTestFinished, test } from 'vitest';
import { WebSocket } from 'ws';
import { EventTail } from '../src/persistence/event-tail.ts';
import type { Json } from './kit/client.ts';
import { freshDatabase } from './kit/fresh-database.ts';
import { openDatabase } from './kit/open-database.ts';
import { openSocket } from './kit/socket.ts';
import { assignTo, newAgent, newJob } from './kit/story.ts';
import { musterForTest, startTestMuster, type TestMuster } from './kit/test-muster.ts';

let muster: TestMuster;
beforeAll(async () => {
  muster = await startTestMuster();
});
afterAll(() => muster?.stop());

/** Past the transport, which is not what these are for. */
const manyJobs = (server: TestMuster, count: number, inputs: unknown = null): Promise<string[]> =>
  Promise.all(
    Array.from({ length: count }, async () => {
      const created = await server.muster.commands.createJob(
        { kind: 'OPERATOR', name: 'test' },
        {
          title: 'One of many',
          description: null,
          inputs,
          requiredSkills: [],
          tags: [],
          agentTags: { demands: [], refuses: [] },
          priority: 50,
          autoAssign: false,
          retryPolicy: null,
        },
      );
      return created.ok ? created.value.jobId : created.error.code;
    }),
  );

const newJobs = (count: number): Promise<string[]> =>
  Promise.all(Array.from({ length: count }, () => newJob(muster)));

/** Where the stream is: what a client has that saw everything. */
async function head(): Promise<string> {
  const id = await newJob(muster);
  await using changes = muster.subscribe({ jobId: id });
  const [{ cursor }] = await changes.take(1);
  return cursor;
}

const idsOf = (changes: readonly Json[]) => changes.map(({ job }) => job.id);

/** Several jobs through several changes at once. */
async function turmoil(jobs: number): Promise<void> {
  const agent = await newAgent(muster, { capacity: jobs });
  const ids = await newJobs(jobs);
  await Promise.all(
    ids.map(async (jobId) => {
      await assignTo(muster, jobId, agent.id);
      await muster.mutate('cancelAssignment', { jobId });
    }),
  );
}

describe('jobStatusChanged', () => {
  test('gives each job’s changes in order and without a gap, each beginning where the last one ended', async () => {
    const after = await head();
    await using changes = muster.subscribe({ after });
    await turmoil(20);
    const seen = new Map<string, Json[]>();
    for (const change of await changes.take(60)) {
      seen.set(change.job.id, [...(seen.get(change.job.id) ?? []), change]);
    }
    expect(seen.size).toBe(20);
    for (const ofJob of seen.values()) {
      expect(ofJob).toMatchObject([
        { previousStatus: null, status: 'PENDING', log: { jobVersion: 1, status: 'PENDING' } },
        {
          previousStatus: 'PENDING',
          status: 'ASSIGNED',
          log: { jobVersion: 2, status: 'ASSIGNED' },
        },
        {
          previousStatus: 'ASSIGNED',
          status: 'PENDING',
          log: { jobVersion: 3, status: 'CANCELLED' },
        },
      ]);
    }
  });

  test('of one job gives that job’s changes only, replayed and live', async () => {
    const after = await head();
    const [mine = '', other = ''] = await newJobs(2);
    const agent = await newAgent(muster, { capacity: 2 });
    await assignTo(muster, other, agent.id);
    await assignTo(muster, mine, agent.id);
    await using changes = muster.subscribe({ jobId: mine, after });
    expect(await changes.take(2)).toMatchObject([{ status: 'PENDING' }, { status: 'ASSIGNED' }]);
    await muster.mutate('cancelAssignment', { jobId: other });
    await muster.mutate('cancelAssignment', { jobId: mine });
    const [live] = await changes.take(1);
    expect(live).toMatchObject({ job: { id: mine }, log: { jobVersion: 3 } });
    expect(changes.waiting).toEqual([]);
  });

  test('without a cursor begins now', async () => {
    const earlier = await newJobs(3);
    await using changes = muster.subscribe({ after: null });
    await using all = muster.subscribe({ after: await head() });
    // A subscription is not acknowledged: change things until it says something.
    const seen: Json[] = [];
    const first = changes.take(1).then((taken) => seen.push(...taken));
    while (seen.length === 0) {
      await newJob(muster);
      await all.take(1);
    }
    await first;
    expect(earlier).not.toContain(seen[0].job.id);
  });

  test('a client that missed 100 changes gets exactly those, in order, then what comes after', async () => {
    const before = muster.subscribe({ after: await head() });
    await newJobs(5);
    const seen = await before.take(5);
    await before.close();
    const { cursor } = seen.at(-1);

    await using witness = muster.subscribe({ after: cursor });
    await newJobs(100);
    const missed = await witness.take(100);

    await using resumed = muster.subscribe({ after: cursor });
    const replayed = await resumed.take(100);
    expect(replayed).toEqual(missed);
    expect(resumed.waiting).toEqual([]);

    const live = await newJobs(10);
    expect(idsOf(await resumed.take(10)).toSorted()).toEqual(live.toSorted());
    expect(resumed.waiting).toEqual([]);
  });

  test('a client may resume from any change that it saw', async () => {
    const after = await head();
    await using changes = muster.subscribe({ after });
    await turmoil(5);
    const all = await changes.take(15);
    for (const [index, { cursor }] of all.entries()) {
      await using resumed = muster.subscribe({ after: cursor });
      const rest = await resumed.take(all.length - index - 1);
      expect(rest).toEqual(all.slice(index + 1));
    }
  });

  test('a log row’s cursor is one to resume from', async () => {
    const [id = '', next = ''] = [await newJob(muster), await newJob(muster)];
    const { job } = await muster.graphql(
      'query ($id: ID!) { job(id: $id) { logs(last: 1) { edges { node { cursor } } } } }',
      { id },
    );
    await using changes = muster.subscribe({ after: job.logs.edges[0].node.cursor });
    expect(idsOf(await changes.take(1))).toEqual([next]);
  });

  test.each([
    'nonsense',
    '',
    '1',
    '-1',
    '0',
    '1-',
    '1-2-3',
    ' 0-0',
    '0x1-0',
    '9'.repeat(30),
    '999999999999999999-1',
    '\u0000',
  ])('the cursor %j, which was never given out, is refused', async (after) => {
    const socket = openSocket(muster.url);
    await socket.init({ authorization: `Bearer ${muster.token}` });
    const { errors } = await socket.run(
      'subscription ($after: String) { jobStatusChanged(after: $after) { cursor } }',
      { after },
    );
    expect(errors).toEqual([
      expect.objectContaining({
        message: expect.stringContaining('without an after cursor'),
        extensions: { code: 'BAD_CURSOR' },
      }),
    ]);
  });

  test('many subscribers see the same, in the same order', async () => {
    const after = await head();
    const followers = Array.from({ length: 40 }, () => muster.subscribe({ after }));
    await turmoil(10);
    const late = Array.from({ length: 10 }, () => muster.subscribe({ after }));
    const seen = await Promise.all([...followers, ...late].map((changes) => changes.take(30)));
    for (const changes of seen) expect(changes).toEqual(seen[0]);
    await Promise.all([...followers, ...late].map((changes) => changes.close()));
  });

  test('a client that reads slowly loses nothing', async () => {
    const after = await head();
    const count = 100;
    const socket = new WebSocket(
      `${muster.url.replace('http', 'ws')}/graphql`,
      'graphql-transport-ws',
    );
    onTestFinished(() => socket.terminate());
    const cursors: string[] = [];
    const { promise: all, resolve: done } = Promise.withResolvers<void>();
    socket.on('open', () =>
      socket.send(
        JSON.stringify({
          type: 'connection_init',
          payload: { authorization: `Bearer ${muster.token}` },
        }),
      ),
    );
    const { promise: stalled, resolve: stall } = Promise.withResolvers<void>();
    socket.on('message', (data) => {
      const { type, payload } = JSON.parse(String(data));
      if (type === 'connection_ack') {
        const query = `subscription { jobStatusChanged(after: "${after}") { cursor job { inputs } } }`;
        socket.send(JSON.stringify({ type: 'subscribe', id: 's', payload: { query } }));
      }
      if (type !== 'next') return;
      cursors.push(payload.data.jobStatusChanged.cursor);
      if (cursors.length === 1) {
        socket.pause();
        stall();
      }
      if (cursors.length === count) done();
    });
    // Each change is large, so that what is not read fills the socket's buffers and holds the server back.
    const inputs = { filler: 'x'.repeat(200_000) };
    await manyJobs(muster, 1, inputs);
    await stalled;
    await manyJobs(muster, count - 1, inputs);
    socket.resume();
    await all;
    await using witness = muster.subscribe({ after, fields: 'cursor' });
    expect(cursors).toEqual((await witness.take(count)).map(({ cursor }) => cursor));
  });

  test('500 subscriptions that come and go leave the connection and the stream as they were', async () => {
    const after = await head();
    const socket = openSocket(muster.url);
    await socket.init({ authorization: `Bearer ${muster.token}` });
    const query = `subscription { jobStatusChanged(after: "${after}") { cursor } }`;
    for (let n = 0; n < 500; n += 1) {
      socket.send({ type: 'subscribe', id: `s${n}`, payload: { query } });
      socket.send({ type: 'complete', id: `s${n}` });
    }
    expect(await socket.run('{ version }')).toMatchObject({ data: {} });
    const id = await newJob(muster);
    await using changes = muster.subscribe({ after });
    expect(idsOf(await changes.take(1))).toEqual([id]);
    socket.send({ type: 'subscribe', id: 'last', payload: { query } });
    expect(await socket.next()).toMatchObject({ id: 'last', type: 'next' });
  });
});

test('a server that was started again replays from the database, and goes on live', async () => {
  const database = await freshDatabase();
  onTestFinished(() => database.remove());
  const first = await startTestMuster({ database });
  // More than one page of the log.
  const made = await manyJobs(first, 620);
  const before = first.subscribe();
  const seen = await before.take(620);
  expect(idsOf(seen).toSorted()).toEqual(made.toSorted());
  await first.stop();

  const again = await musterForTest({ database });
  await using all = again.subscribe();
  expect(await all.take(620)).toEqual(seen);
  await using rest = again.subscribe({ after: seen[599].cursor });
  expect(await rest.take(20)).toEqual(seen.slice(600));

  const middle = seen[310];
  await using one = again.subscribe({ jobId: middle.job.id });
  expect(await one.take(1)).toEqual([middle]);
  const agent = await newAgent(again);
  await assignTo(again, middle.job.id, agent.id);
  for (const changes of [all, rest, one]) {
    expect(await changes.take(1)).toMatchObject([
      { job: { id: middle.job.id }, status: 'ASSIGNED' },
    ]);
  }

  const socket = openSocket(again.url);
  await socket.init({ authorization: `Bearer ${again.token}` });
  const impossible =
    'subscription { jobStatusChanged(jobId: "a\\u0000b", after: "0-0") { cursor } }';
  expect(await socket.run(impossible)).toMatchObject({
    errors: [{ extensions: { code: 'BAD_USER_INPUT' } }],
  });
});

describe('the tail of the log', () => {
  /** A tail that remembers little, on a database with nothing else at work. */
  async function startTail(keep: number) {
    const fresh = await freshDatabase();
    const database = await openDatabase(fresh);
    const tail = new EventTail(database, {
      pollMs: 1_000,
      keep,
      onError: (error) => {
        throw error;
      },
    });
    await tail.start();
    onTestFinished(async () => {
      await tail.stop();
      await database.close();
      await fresh.remove();
    });
    return { database, tail };
  }

  const insertJobs = `
    WITH job AS (
      INSERT INTO "Job" (id, title) SELECT 'j' || n, 't' FROM generate_series($1::int, $2::int) n RETURNING id
    )
    INSERT INTO "JobLog" (id, "jobId", status, "jobVersion", "jobStatus", actor)
    SELECT 'l' || substr(id, 2), id, 'PENDING', 1, 'PENDING', 'test' FROM job ORDER BY substr(id, 2)::int`;

  test('reads from the database for a follower that is further behind than its memory', async () => {
    const { database, tail } = await startTail(100);
    const slow = await tail.follow({});
    const quick = await tail.follow({});
    const take = async (follower: typeof slow, count: number) => {
      const ids: string[] = [];
      while (ids.length < count) ids.push((await follower.next()).value?.logId ?? 'ended');
      return ids;
    };
    for (let from = 1; from <= 3_001; from += 1_000) {
      await database.query(insertJobs, [from, from + 999]);
      database.announce();
      await take(quick, 1_000);
    }
    const all = Array.from({ length: 4_000 }, (_, n) => `l${n + 1}`);
    expect(await take(slow, 4_000)).toEqual(all);

    const last = await tail.follow({ jobId: 'j4000', after: '0-0' });
    expect(await take(last, 1)).toEqual(['l4000']);
    await database.query(insertJobs, [4_001, 4_001]);
    database.announce();
    for (const follower of [slow, quick]) expect(await take(follower, 1)).toEqual(['l4001']);
    for (const follower of [slow, quick, last]) await follower.return?.();
  });

  test('frees a follower that left, also one in the middle of its wait', async () => {
    const { tail } = await startTail(100);
    const left = new Set<WeakRef<object>>();
    for (let n = 0; n < 500; n += 1) {
      const follower = await tail.follow({});
      const waiting = follower.next();
      await follower.return?.();
      expect(await waiting).toEqual({ done: true, value: undefined });
      left.add(new WeakRef(follower));
    }
    setFlagsFromString('--expose-gc');
    const collect = runInNewContext('gc') as () => void;
    // A turn of the event loop lets go of what the last awaits held.
    await new Promise<void>((resolve) => setImmediate(resolve));
    collect();
    const alive = [...left].filter((reference) => reference.deref() !== undefined);
    expect(alive.length).toBeLessThan(5);
  });
});
