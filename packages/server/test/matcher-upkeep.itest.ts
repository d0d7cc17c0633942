import { setTimeout as delay } from 'node:timers/promises';
import { encodeModel } from '@muster/domain/matching/model-codec.ts';
import { afterAll, beforeAll, beforeEach, expect, test } from 'vitest';
import { createModelBuilder } from '../src/adapters/learning/model-builder.ts';
import { createMatcherUpkeep } from '../src/app/keep-matcher-learned.ts';
import { createLearner, type Learner } from '../src/app/learn-from-log.ts';
import type { LearningStore } from '../src/app/ports/learning-store.ts';
import type { ModelBuilder } from '../src/app/ports/model-builder.ts';
import type { Database } from '../src/persistence/database.ts';
import { EventTail } from '../src/persistence/event-tail.ts';
import { createLearningStore } from '../src/persistence/learning-store.ts';
import { createReads } from '../src/persistence/reads.ts';
import { type FreshDatabase, freshDatabase } from './kit/fresh-database.ts';
import { openDatabase } from './kit/open-database.ts';
import { newAgent } from './kit/story.ts';
import { startTestMuster } from './kit/test-muster.ts';
import { until } from './kit/until.ts';
import { worked } from './kit/worked.ts';

let fresh: FreshDatabase;
let database: Database;
let events: EventTail;
let store: LearningStore;
let learner: Learner;
let errors: string[];

const elapsed = () => performance.now();
const wait = (ms: number): Promise<void> => delay(ms);
const onError = (error: unknown) => errors.push(String(error));

/** A log with three completed jobs, and no Muster at work. */
beforeAll(async () => {
  fresh = await freshDatabase();
  const muster = await startTestMuster({ database: fresh });
  const agent = await newAgent(muster, { capacity: 5 });
  for (const title of ['Mow the lawn', 'Rake the leaves', 'Trim the hedge'])
    await worked(muster, agent, title);
  await muster.stop();
  database = await openDatabase(fresh);
  events = new EventTail(database, { pollMs: 100, keep: 100, onError });
  await events.start();
});
afterAll(async () => {
  await learner.stop();
  await events.stop();
  await database.close();
  await fresh.remove();
});

beforeEach(async () => {
  errors = [];
  await learner?.stop();
  await database.query('DELETE FROM "MatcherSnapshot"');
  await database.query(
    'UPDATE "MatcherRebuild" SET "requestedAt" = NULL, "leaseUntil" = NULL, "failedAt" = NULL, failure = NULL',
  );
  store = createLearningStore(database, 'test/1');
  learner = createLearner({ store, events, elapsed, wait, onError });
  await learner.start();
  await until(async () => learner.current().examples === 3);
});

const upkeepWith = (builder: ModelBuilder) =>
  createMatcherUpkeep({
    store,
    learner,
    builder,
    reads: createReads(database),
    server: 'this-server',
    elapsed,
    onError,
    onRebuilt: () => {},
    works: true,
  });

test('a rebuild that fails leaves the model as it was, says why, and is not tried again and again', async () => {
  let tried = 0;
  const failing = async () => {
    tried += 1;
    throw new Error('No room for it.');
  };
  const upkeep = upkeepWith({ rebuild: failing, advance: failing });
  const before = encodeModel(learner.experience().learned);
  await store.requestRebuild();
  await upkeep.run();
  await until(async () => (await store.look()).failure !== null);
  await upkeep.run();
  await upkeep.stop();
  expect(tried).toBe(1);
  expect(await store.look()).toMatchObject({
    failure: 'No room for it.',
    newest: null,
    requestedAt: null,
    progress: null,
  });
  expect(errors).toEqual(['Error: No room for it.']);
  expect(Buffer.from(encodeModel(learner.experience().learned)).equals(before)).toBe(true);
});

test('a server that died at a rebuild is replaced once its lease has run out', async () => {
  const upkeep = upkeepWith(createModelBuilder());
  expect(await store.takeLease('dead-server', 60_000)).not.toBeNull();
  await store.requestRebuild();
  await upkeep.run();
  expect(await store.look()).toMatchObject({ progress: 0, newest: null });
  await database.query('UPDATE "MatcherRebuild" SET "leaseUntil" = now()');
  await until(async () => {
    await upkeep.run();
    return learner.current().line === 1;
  });
  await upkeep.stop();
  expect(await store.look()).toMatchObject({
    requestedAt: null,
    progress: null,
    newest: { line: 1, examples: 3, rebuild: { examples: 3, undone: 0 } },
  });
  expect(learner.current()).toMatchObject({ line: 1, examples: 3 });
  expect(errors).toEqual([]);
});

test('what a server makes that has lost its lease is not kept', async () => {
  const real = createModelBuilder();
  const upkeep = upkeepWith({
    ...real,
    async rebuild(pages, agents, watch) {
      const built = await real.rebuild(pages, agents, watch);
      await database.query(`UPDATE "MatcherRebuild" SET "leaseUntil" = now() - interval '1 s'`);
      expect(await store.takeLease('quicker-server', 10_000)).not.toBeNull();
      return built;
    },
  });
  await store.requestRebuild();
  await upkeep.run();
  await until(async () => {
    const [row] = await database.query<{ server: string }>('SELECT server FROM "MatcherRebuild"');
    return row?.server === 'quicker-server';
  });
  await upkeep.stop();
  const look = await store.look();
  expect(look).toMatchObject({ newest: null, progress: 0 });
  expect(look.requestedAt).not.toBeNull();
});

test('one that is asked for while another is under way comes after it', async () => {
  const real = createModelBuilder();
  let built = 0;
  const upkeep = upkeepWith({
    ...real,
    async rebuild(pages, agents, watch) {
      built += 1;
      if (built === 1) await store.requestRebuild();
      return real.rebuild(pages, agents, watch);
    },
  });
  await store.requestRebuild();
  await until(async () => {
    await upkeep.run();
    return learner.current().line === 2;
  });
  await upkeep.stop();
  expect(built).toBe(2);
  expect((await store.look()).requestedAt).toBeNull();
});
