import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import type { Json } from './kit/client.ts';
import { assignTo, type NewAgent, newAgent, newJob, reached } from './kit/story.ts';
import { startTestMuster, type TestMuster } from './kit/test-muster.ts';
import { completed, rejected, report } from './kit/worked.ts';

const row =
  'key label agent { id } decisions completedAtFirst overridden rejected failed open completedAtFirstShare meanConfidence';

let muster: TestMuster;
let reader: NewAgent;
let baker: NewAgent;
let takenBackAndGiven: string;

async function autoAssigned(input: Record<string, unknown>): Promise<string> {
  const jobId = await newJob(muster, input);
  const answer = await muster.mutate('autoAssign', { jobId });
  if (answer.__typename !== 'AutoAssignSuccess') throw new Error(JSON.stringify(answer));
  return jobId;
}

async function qualityBy(by: string, range: Record<string, unknown> = {}): Promise<Json> {
  const { matchQuality } = await muster.graphql(
    `query ($input: MatchQualityInput!) { matchQuality(input: $input) { from to total { ${row} } rows { ${row} } } }`,
    { input: { by, ...range } },
  );
  return matchQuality;
}

/** Ten decisions, of which each kind of end is known. */
beforeAll(async () => {
  muster = await startTestMuster();
  const described = { capacity: 10, skills: [] as Json[] };
  reader = await newAgent(muster, {
    ...described,
    description: 'Reads invoices and receipts.',
    skills: [{ name: 'ocr', description: '' }],
  });
  baker = await newAgent(muster, { ...described, description: 'Bakes bread and cake.' });
  const invoice = 'Read the invoices and receipts';

  await autoAssigned({ title: invoice, requiredSkills: ['ocr'] });
  await report(muster, reader, completed);

  // Rejected for good, put up again, and then completed by the first attempt.
  const putUpAgain = await autoAssigned({ title: invoice, requiredSkills: ['ocr'] });
  await report(muster, reader, rejected);
  await muster.mutate('resubmit', { jobId: putUpAgain });
  await muster.mutate('autoAssign', { jobId: putUpAgain });
  await report(muster, reader, completed);

  // Fails once and goes on with the same agent.
  const triedAgain = await autoAssigned({
    title: invoice,
    retryPolicy: { maxAttempts: 2, initialIntervalMs: 1 },
  });
  await report(muster, reader, {
    outcome: 'FAILED',
    failure: { class: 'transient', message: 'A fault.' },
  });
  await report(muster, reader, completed);
  await reached(muster, triedAgain, 'COMPLETED');

  // What the matcher decides comes first: what a person decides below teaches it that the baker reads invoices.
  const overridden = await autoAssigned({ title: invoice });
  const takenBack = await autoAssigned({ title: invoice });

  // Taken back, and that is all.
  await muster.mutate('cancelAssignment', { jobId: takenBack });

  // Given to another one than the score puts first, from the start.
  const byHand = await newJob(muster, { title: invoice });
  await assignTo(muster, byHand, baker.id);
  // Taken back and given to another one.
  await muster.mutate('cancelAssignment', { jobId: overridden });
  await assignTo(muster, overridden, baker.id);
  await report(muster, baker, completed);
  await report(muster, baker, completed);
  takenBackAndGiven = overridden;

  await autoAssigned({ title: 'Bake a cake, and bread' });
});
afterAll(() => muster.stop());

const counted = (
  decisions: number,
  completedAtFirst: number,
  overridden: number,
  rejected: number,
  failed: number,
  open: number,
) => ({
  decisions,
  completedAtFirst,
  overridden,
  rejected,
  failed,
  open,
  completedAtFirstShare: completedAtFirst / (decisions - open),
});

describe('the quality of matching', () => {
  test('counts what became of each decision once, whatever it is grouped by', async () => {
    for (const by of ['AGENT', 'SKILL', 'MATCHER_VERSION', 'POLICY_VERSION', 'DAY', 'METHOD'])
      expect((await qualityBy(by)).total).toMatchObject(counted(10, 3, 2, 1, 1, 1));
  });

  test('by agent', async () => {
    const { rows } = await qualityBy('AGENT');
    expect(rows).toMatchObject([
      {
        key: reader.id,
        label: reader.name,
        agent: { id: reader.id },
        ...counted(7, 2, 1, 1, 1, 0),
      },
      { key: baker.id, label: baker.name, agent: { id: baker.id }, ...counted(3, 1, 1, 0, 0, 1) },
    ]);
  });

  test('by who chose', async () => {
    const { rows } = await qualityBy('METHOD');
    expect(rows).toMatchObject([
      { key: 'SCORED', agent: null, ...counted(8, 2, 1, 1, 1, 1) },
      { key: 'MANUAL', meanConfidence: null, ...counted(2, 1, 1, 0, 0, 0) },
    ]);
    expect(rows[0].meanConfidence).toBeGreaterThan(0);
    expect(rows[0].meanConfidence).toBeLessThanOrEqual(1);
  });

  test('by the skills that the jobs required', async () => {
    const { rows } = await qualityBy('SKILL');
    expect(rows).toMatchObject([
      { key: '', label: 'no skill required', ...counted(7, 1, 2, 0, 1, 1) },
      { key: 'ocr', label: 'ocr', ...counted(3, 2, 0, 1, 0, 0) },
    ]);
  });

  test('by day, by the version of policy and of matcher', async () => {
    const day = new Date().toISOString().slice(0, 10);
    expect((await qualityBy('DAY')).rows).toMatchObject([{ key: day, decisions: 10 }]);
    expect((await qualityBy('POLICY_VERSION')).rows).toMatchObject([
      { key: '0', label: 'built in', decisions: 10 },
    ]);
    const { matcherLearning } = await muster.graphql('{ matcherLearning { matcherVersion } }');
    expect((await qualityBy('MATCHER_VERSION')).rows).toMatchObject([
      { key: matcherLearning.matcherVersion, decisions: 10 },
    ]);
  });

  test('of a time without decisions is all nought', async () => {
    const { from, to, total, rows } = await qualityBy('AGENT', {
      from: '2020-01-01T00:00:00.000Z',
      to: '2020-02-01T00:00:00.000Z',
    });
    expect([from, to]).toEqual(['2020-01-01T00:00:00.000Z', '2020-02-01T00:00:00.000Z']);
    expect(total).toMatchObject({
      decisions: 0,
      completedAtFirst: 0,
      completedAtFirstShare: null,
      meanConfidence: null,
    });
    expect(rows).toEqual([]);
  });

  test.each([
    ['that ends before it begins', { from: '2026-01-02T00:00:00Z', to: '2026-01-01T00:00:00Z' }],
    ['longer than a year', { from: '2020-01-01T00:00:00Z', to: '2021-02-01T00:00:00Z' }],
  ])('of a time %s is refused', async (_, range) => {
    const { body } = await muster.post('/graphql', {
      query: 'query ($input: MatchQualityInput!) { matchQuality(input: $input) { from } }',
      variables: { input: { by: 'AGENT', ...range } },
    });
    expect(body.errors[0].extensions.code).toBe('BAD_USER_INPUT');
  });

  test('says how often the matcher was right when it was so sure', async () => {
    const { matcherLearning } = await muster.graphql(
      '{ matcherLearning { reliability { from to decisions meanConfidence shareRight } } }',
    );
    const bins = matcherLearning.reliability;
    expect(bins.map(({ from }: Json) => from)).toEqual([
      0, 0.1, 0.2, 0.3, 0.4, 0.5, 0.6, 0.7, 0.8, 0.9,
    ]);
    const filled = bins.filter(({ decisions }: Json) => decisions > 0);
    // Five have a confidence and an end that says something: two of them right.
    // The one that went on has none; one is open, one was taken back and nothing more.
    expect(filled.reduce((sum: number, { decisions }: Json) => sum + decisions, 0)).toBe(5);
    const right = filled.reduce(
      (sum: number, { decisions, shareRight }: Json) => sum + decisions * shareRight,
      0,
    );
    expect(right).toBeCloseTo(2);
    for (const { from, to, meanConfidence } of filled) {
      expect(meanConfidence).toBeGreaterThanOrEqual(from);
      expect(meanConfidence).toBeLessThanOrEqual(to);
    }
  });
});

test('a job that was taken back and given to another agent taught the matcher that a person knew better', async () => {
  const { job } = await muster.graphql(
    'query ($id: ID!) { job(id: $id) { learned { kind right agent { id } } } }',
    { id: takenBackAndGiven },
  );
  const forBaker = { right: true, agent: { id: baker.id } };
  expect(job.learned).toEqual([
    { kind: 'OVERRIDDEN', ...forBaker },
    { kind: 'COMPLETED', ...forBaker },
  ]);
});

describe('replaying', () => {
  const changes =
    'decisions changed toDecision toNobody tookMs changes { outcome fromScore toScore confidence job { id } from { id } to { id } decision { method candidates { agent { id } } } }';
  const replay = async (policy: Record<string, unknown>, last = 200): Promise<Json> => {
    const { replayMatching } = await muster.graphql(
      `query ($input: ReplayMatchingInput!) { replayMatching(input: $input) { ${changes} } }`,
      { input: { policy, last } },
    );
    return replayMatching;
  };

  test('under the policy that was in force changes nothing', async () => {
    // Of the ten the two by hand and the one that went on were not chosen by the score.
    expect(await replay({})).toMatchObject({
      decisions: 7,
      changed: 0,
      toDecision: 0,
      toNobody: 0,
      changes: [],
    });
    expect(await replay({}, 3)).toMatchObject({ decisions: 3 });
  });

  test('with more sureness asked than there is sends all to a person', async () => {
    const answer = await replay({ assignAbove: 1 });
    const sure = answer.decisions - answer.changed;
    expect(answer).toMatchObject({ changed: 7 - sure, toDecision: 7 - sure, toNobody: 0 });
    expect(answer.changed).toBeGreaterThan(0);
    expect(answer.changes[0]).toMatchObject({ outcome: 'NEEDS_DECISION', to: null });
    expect(answer.changes[0].from).not.toBeNull();
  });

  test('by load alone sends them to whoever had less to do', async () => {
    const answer = await replay({
      weights: { fit: 0, load: 1, success: 0, latency: 0, cost: 0 },
      assignAbove: 0,
      refuseBelow: 0,
    });
    // At the last decision the baker had one of ten places taken and the reader none; for the cake both had none.
    const moved = answer.changes.filter(({ outcome }: Json) => outcome === 'ASSIGN');
    expect(answer).toMatchObject({ decisions: 7, toDecision: 0, toNobody: 0 });
    for (const { from, to, fromScore, toScore } of moved) {
      expect(from.id).not.toBe(to.id);
      expect(toScore).toBe(1);
      expect(fromScore).toBeGreaterThan(0);
    }
  });

  test.each([
    ['a policy that cannot be', { policy: { assignAbove: 2 } }],
    ['no decision', { policy: {}, last: 0 }],
    ['too many decisions', { policy: {}, last: 1_001 }],
  ])('of %s is refused', async (_, input) => {
    const { body } = await muster.post('/graphql', {
      query: 'query ($input: ReplayMatchingInput!) { replayMatching(input: $input) { decisions } }',
      variables: { input },
    });
    expect(body.errors[0].extensions.code).toBe('BAD_USER_INPUT');
  });
});
