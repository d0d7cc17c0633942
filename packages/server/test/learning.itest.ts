import { isDeepStrictEqual } from 'node:util';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import type { Json } from './kit/client.ts';
import { type FreshDatabase, freshDatabase, onPostgres } from './kit/fresh-database.ts';
import { assignTo, type NewAgent, newAgent, newJob, unique } from './kit/story.ts';
import { musterForTest, startTestMuster, type TestMuster } from './kit/test-muster.ts';
import { until } from './kit/until.ts';
import { completed, failedByItself, rejected, report, worked } from './kit/worked.ts';

const learned = 'learned { id kind right weight undone undoneBy agent { id } job { id } at }';

async function learnedFrom(muster: TestMuster, jobId: string): Promise<Json[]> {
  const { job } = await muster.graphql(`query ($id: ID!) { job(id: $id) { ${learned} } }`, {
    id: jobId,
  });
  return job.learned;
}

async function learning(muster: TestMuster): Promise<Json> {
  const { matcherLearning } = await muster.graphql(
    '{ matcherLearning { matcherVersion examples agentsWithHistory rebuilding failure lastRebuild { at tookMs examples hit1 } } }',
  );
  return matcherLearning;
}

const hasLearned = (muster: TestMuster, examples: number) =>
  until(async () => (await learning(muster)).examples === examples);

/** What the matcher makes of a text: the score and likelihood of each agent, best first. */
async function rankingOf(muster: TestMuster, title: string): Promise<Json[]> {
  const jobId = await newJob(muster, { title });
  const { previewAssignment } = await muster.graphql(
    'query ($jobId: ID!) { previewAssignment(jobId: $jobId) { candidates { agent { id } score components { name value } } } }',
    { jobId },
  );
  return previewAssignment.candidates;
}

const firstOf = async (muster: TestMuster, title: string): Promise<string> =>
  (await rankingOf(muster, title))[0].agent.id;

/** An agent whose words say nothing of its work, and are no other one's: copies of one worker share what they learn. */
const clerk = (muster: TestMuster): Promise<NewAgent> => {
  const name = unique('clerk');
  return newAgent(muster, { name, description: `Takes care of ${name}.`, capacity: 50 });
};

describe('what a job teaches', () => {
  let muster: TestMuster;
  let agent: NewAgent;
  let other: NewAgent;
  beforeAll(async () => {
    muster = await startTestMuster();
    [agent, other] = [await clerk(muster), await clerk(muster)];
  });
  afterAll(() => muster.stop());

  test('is listed with it, by what became of it', async () => {
    // Of two agents that fit alike the score puts first the one that is less busy, and then the one with the lower id.
    const [first, second] = agent.id < other.id ? [agent, other] : [other, agent];
    const done = await worked(muster, first, 'Stack the chairs');
    expect(await learnedFrom(muster, done)).toMatchObject([
      {
        kind: 'COMPLETED',
        right: true,
        weight: 1,
        undone: false,
        undoneBy: null,
        agent: { id: first.id },
        job: { id: done },
      },
    ]);

    const refused = await worked(muster, second, 'Fold the tables', rejected);
    expect(await learnedFrom(muster, refused)).toMatchObject([
      { kind: 'OVERRIDDEN', right: true, agent: { id: second.id } },
      { kind: 'REJECTED', right: false, agent: { id: second.id } },
    ]);

    const broken = await worked(muster, second, 'Paint the fence', failedByItself);
    expect(await learnedFrom(muster, broken)).toMatchObject([
      { kind: 'OVERRIDDEN' },
      { kind: 'FAILED', right: false, weight: 0.5 },
    ]);
    const waiting = await newJob(muster);
    expect(await learnedFrom(muster, waiting)).toEqual([]);
  });

  test('is nothing when a fault says nothing of the agent', async () => {
    const jobId = await newJob(muster, { title: 'Ring the bell' });
    await muster.mutate('autoAssign', { jobId });
    await assignTo(muster, await newJob(muster, { title: 'Ring the bells' }), agent.id);
    await report(muster, agent, {
      outcome: 'FAILED',
      failure: { class: 'transient', message: 'A fault.' },
    });
    expect((await learnedFrom(muster, jobId)).filter(({ kind }) => kind === 'FAILED')).toEqual([]);
  });

  test('changes who is chosen, and outlives a restart', { timeout: 90_000 }, async () => {
    const database = await freshDatabase();
    let server = await startTestMuster({ database });
    try {
      const [one, two] = [await clerk(server), await clerk(server)];
      const later = one.id < two.id ? two : one;
      expect(await firstOf(server, 'Sharpen the pencils')).not.toBe(later.id);
      const jobs = [
        await worked(server, later, 'Sharpen all pencils'),
        await worked(server, later, 'Sharpen the blue pencil'),
      ];
      const learned = await Promise.all(jobs.map((jobId) => learnedFrom(server, jobId)));
      await hasLearned(server, learned.flat().length);
      expect(await firstOf(server, 'Sharpen the pencils')).toBe(later.id);

      const before = await rankingOf(server, 'Sharpen many pencils');
      await server.stop();
      server = await startTestMuster({ database });
      await hasLearned(server, learned.flat().length);
      expect(await rankingOf(server, 'Sharpen many pencils')).toEqual(before);
    } finally {
      await server.stop();
      await database.remove();
    }
  });
});

describe('taking back what was learned', () => {
  test('keeps it visible, and lets the right agent have such jobs again', {
    timeout: 90_000,
  }, async () => {
    const muster = await musterForTest();
    const [right, wrong] = [await clerk(muster), await clerk(muster)];
    const well = await worked(muster, right, 'Translate the letter into Finnish');
    const mistaken = [
      await worked(muster, wrong, 'Translate his letter into Finnish'),
      await worked(muster, wrong, 'Translate her letter into Finnish'),
      await worked(muster, wrong, 'Translate our letter into Finnish'),
    ];
    const title = 'Translate my letter into Finnish';
    await until(async () => (await firstOf(muster, title)) === wrong.id);

    for (const jobId of mistaken) {
      const answer = await muster.mutate(
        'undoLearning',
        { jobId },
        `... on UndoLearningSuccess { job { ${learned} } }`,
      );
      expect(answer.job.learned.length).toBeGreaterThan(0);
      for (const example of answer.job.learned)
        expect(example).toMatchObject({ undone: true, undoneBy: 'operator' });
    }
    // The last rebuild knows of every undo, and has only what was not taken back.
    const left = (await learnedFrom(muster, well)).length;
    await until(async () => {
      const { lastRebuild, examples, rebuilding } = await learning(muster);
      return !rebuilding && lastRebuild?.examples === left && examples === left;
    });
    expect(await firstOf(muster, title)).toBe(right.id);
    const kept = (await learnedFrom(muster, mistaken[0] ?? '')).map(({ undone }) => undone);
    expect(new Set(kept)).toEqual(new Set([true]));
  });

  test('of one example leaves the others, and again changes nothing', async () => {
    const muster = await musterForTest();
    const [one, two] = [await clerk(muster), await clerk(muster)];
    const second = one.id < two.id ? two : one;
    const jobId = await worked(muster, second, 'Sort the stamps');
    const [override] = await learnedFrom(muster, jobId);
    const undo = () => muster.mutate('undoLearning', { jobId, exampleId: override.id });
    expect(await undo()).toMatchObject({ __typename: 'UndoLearningSuccess' });
    expect(await undo()).toMatchObject({ __typename: 'UndoLearningSuccess' });
    const kept = await learnedFrom(muster, jobId);
    expect(kept.map(({ kind, undone }) => [kind, undone])).toEqual([
      ['OVERRIDDEN', true],
      ['COMPLETED', false],
    ]);
    // The rebuild that follows has only what is left.
    await hasLearned(muster, 1);
  });

  test('of a job or an example that is not there is refused', async () => {
    const muster = await musterForTest();
    const jobId = await worked(muster, await clerk(muster), 'Wax the floor');
    const elsewhere = await worked(muster, await clerk(muster), 'Wax the stairs');
    const [example] = await learnedFrom(muster, elsewhere);
    const notFound = { __typename: 'NotFound', code: 'NOT_FOUND' };
    expect(await muster.mutate('undoLearning', { jobId: 'no-job' })).toMatchObject(notFound);
    for (const exampleId of ['nothing', example.id, '\u0000']) {
      expect(await muster.mutate('undoLearning', { jobId, exampleId })).toMatchObject(notFound);
    }
    expect((await learnedFrom(muster, elsewhere)).every(({ undone }) => !undone)).toBe(true);
  });
});

describe('a rebuild', () => {
  test('comes when a person asks, and knows what was learned', async () => {
    const muster = await musterForTest();
    const agent = await clerk(muster);
    for (const title of ['Water the roses', 'Water the tulips', 'Water the lawn'])
      await worked(muster, agent, title);
    await hasLearned(muster, 3);
    expect((await learning(muster)).lastRebuild).toBeNull();
    const answer = await muster.mutate(
      'rebuildMatcher',
      { reason: 'A test wants it.' },
      '... on RebuildMatcherSuccess { learning { examples } }',
    );
    expect(answer.learning).toEqual({ examples: 3 });
    await until(async () => (await learning(muster)).lastRebuild !== null);
    expect(await learning(muster)).toMatchObject({
      examples: 3,
      agentsWithHistory: 1,
      failure: null,
      lastRebuild: { examples: 3 },
    });
    await worked(muster, agent, 'Water the beans');
    await hasLearned(muster, 4);
  });

  test('with too long a reason is refused', async () => {
    const muster = await musterForTest();
    expect(await muster.mutate('rebuildMatcher', { reason: 'x'.repeat(4_001) })).toMatchObject({
      __typename: 'ValidationFailed',
    });
  });
});

describe.skipIf(!onPostgres)('two servers', () => {
  let database: FreshDatabase;
  let one: TestMuster;
  let two: TestMuster;
  beforeAll(async () => {
    database = await freshDatabase();
    [one, two] = [await startTestMuster({ database }), await startTestMuster({ database })];
  });
  afterAll(async () => {
    await Promise.all([one.stop(), two.stop()]);
    await database.remove();
  });

  const words = ['roof', 'cellar', 'garden', 'kitchen', 'attic', 'garage'];

  /** Each takes in what was learned, and a rebuilt model, when it comes to it: soon both say the same. */
  async function expectAgreement(): Promise<void> {
    for (const word of words) {
      const title = `Tidy the ${word} and its door`;
      const both = () => Promise.all([rankingOf(one, title), rankingOf(two, title)]);
      await expect
        .poll(async () => isDeepStrictEqual(...(await both())), { timeout: 20_000, interval: 500 })
        .toBe(true);
    }
  }

  test('learn the same from jobs that are completed through both at once, also after a rebuild', {
    timeout: 90_000,
  }, async () => {
    const agents = await Promise.all(words.map(() => clerk(one)));
    const before = (await learning(one)).examples;
    await Promise.all(
      agents.flatMap((agent, n) =>
        [one, two, one].map((server, m) =>
          worked(server, agent, `Tidy the ${words[n]}, part ${m}`, m === 2 ? rejected : completed),
        ),
      ),
    );
    const { jobs } = await one.graphql(`{ jobs(first: 200) { edges { node { ${learned} } } } }`);
    const taught = jobs.edges.flatMap(({ node }: Json) => node.learned).length;
    expect(taught).toBeGreaterThanOrEqual(before + agents.length * 3);
    await Promise.all([hasLearned(one, taught), hasLearned(two, taught)]);
    await expectAgreement();

    await two.mutate('rebuildMatcher', {});
    await until(async () => (await learning(one)).lastRebuild?.examples === taught);
    await worked(two, agents[0] as NewAgent, 'Tidy the roof once more');
    const more = taught + (await learnedCount(one)) - taught;
    await Promise.all([hasLearned(one, more), hasLearned(two, more)]);
    await expectAgreement();
  });

  async function learnedCount(server: TestMuster): Promise<number> {
    const { jobs } = await server.graphql(`{ jobs(first: 200) { edges { node { ${learned} } } } }`);
    return jobs.edges.flatMap(({ node }: Json) => node.learned).length;
  }

  test('see a policy that was changed on the other within about a second', async () => {
    const answer = await one.mutate(
      'updateMatchingPolicy',
      { policy: { weights: { fit: 0, load: 0, success: 0, latency: 0, cost: 7 } } },
      '... on UpdateMatchingPolicySuccess { policy { version } }',
    );
    expect(answer.policy.version).toBe(1);
    const began = performance.now();
    await until(async () => {
      const jobId = await newJob(two);
      const { previewAssignment } = await two.graphql(
        'query ($jobId: ID!) { previewAssignment(jobId: $jobId) { candidates { components { name weight } } } }',
        { jobId },
      );
      return previewAssignment.candidates[0].components.every(
        ({ name, weight }: Json) => weight === (name === 'cost' ? 7 : 0),
      );
    });
    expect(performance.now() - began).toBeLessThan(5_000);
  });
});
