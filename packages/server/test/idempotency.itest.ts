import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import type { Json } from './kit/client.ts';
import { freshDatabase } from './kit/fresh-database.ts';
import { expectInvariants } from './kit/invariants.ts';
import { assignTo, newAgent, newJob, storyOf, unique } from './kit/story.ts';
import { startTestMuster, type TestMuster } from './kit/test-muster.ts';

let muster: TestMuster;
beforeAll(async () => {
  muster = await startTestMuster();
});
afterAll(() => muster.stop());

const callers = 50;

/** The same mutation from many callers at once: their answers. */
const atOnce = (name: string, input: Record<string, unknown>, fields?: string) =>
  Promise.all(Array.from({ length: callers }, () => muster.mutate(name, input, fields)));

/** The one answer that all of them are. */
function oneAnswer(answers: readonly Json[]): Json {
  const [first] = answers;
  for (const answer of answers) expect(answer).toEqual(first);
  return first;
}

const countJobs = async (title: string) =>
  (
    await muster.graphql('query ($text: String) { jobs(filter: { text: $text }) { totalCount } }', {
      text: title,
    })
  ).jobs.totalCount;

const mismatch = { __typename: 'IdempotencyMismatch', code: 'IDEMPOTENCY_MISMATCH' };

describe('the same key from fifty callers at once has one effect and one answer', () => {
  test('createJob', async () => {
    const idempotencyKey = unique('key');
    const title = unique('a job made once');
    const answers = await atOnce('createJob', { title, inputs: { n: 1 }, idempotencyKey });
    expect(oneAnswer(answers)).toMatchObject({
      __typename: 'CreateJobSuccess',
      job: { title, version: 1 },
    });
    expect(await countJobs(title)).toBe(1);

    expect(
      await muster.mutate('createJob', { title, inputs: { n: 2 }, idempotencyKey }),
    ).toMatchObject(mismatch);
    expect(await countJobs(title)).toBe(1);
  });

  test('registerAgent: only the first answer shows the token', async () => {
    const idempotencyKey = unique('key');
    const input = {
      name: unique('once'),
      description: 'made once',
      kind: 'PULL',
      idempotencyKey,
    };
    const answers = await atOnce('registerAgent', input);
    const agent = oneAnswer(
      answers.map(({ __typename, agent }) => ({ __typename, id: agent?.id, name: agent?.name })),
    );
    expect(agent).toMatchObject({ __typename: 'RegisterAgentSuccess', name: input.name });
    expect(answers.filter(({ token }) => token !== null)).toHaveLength(1);
    expect(await muster.mutate('registerAgent', { ...input, description: 'other' })).toMatchObject(
      mismatch,
    );
  });

  test('assign', async () => {
    const agent = await newAgent(muster, { capacity: callers });
    const jobId = await newJob(muster);
    const input = { jobId, agentId: agent.id, idempotencyKey: unique('key') };
    const answer = oneAnswer(await atOnce('assign', input));
    expect(answer).toMatchObject({ __typename: 'AssignSuccess', assignment: { attempt: 1 } });

    const { logs, assignments } = await storyOf(muster, jobId);
    expect(logs).toHaveLength(2);
    expect(assignments).toMatchObject([{ id: answer.assignment.id }]);
    expect(await muster.mutate('assign', { ...input, inputs: { other: true } })).toMatchObject(
      mismatch,
    );
  });

  test('assign, while as many callers without a key want the job too', async () => {
    const agent = await newAgent(muster, { capacity: callers });
    for (let round = 0; round < 5; round += 1) {
      const jobId = await newJob(muster);
      const input = { jobId, agentId: agent.id };
      const keyed = { ...input, idempotencyKey: unique('key') };
      const [, answers] = await Promise.all([
        Promise.all(Array.from({ length: callers }, () => muster.mutate('assign', input))),
        atOnce('assign', keyed),
      ]);
      const answer = oneAnswer(answers.map(({ __typename, code }) => ({ __typename, code })));
      expect(['AssignSuccess', 'IllegalTransition']).toContain(answer.__typename);
      expect((await storyOf(muster, jobId)).logs).toHaveLength(2);
    }
  });

  test('autoAssign', async () => {
    const skill = unique('skill');
    await newAgent(muster, { capacity: 5, skills: [{ name: skill }] });
    const jobId = await newJob(muster, { requiredSkills: [skill] });
    const input = { jobId, idempotencyKey: unique('key') };
    const answer = oneAnswer(await atOnce('autoAssign', input));
    expect(answer).toMatchObject({ __typename: 'AutoAssignSuccess', assignment: { attempt: 1 } });
    expect((await storyOf(muster, jobId)).assignments).toHaveLength(1);
    expect(
      await muster.mutate('autoAssign', { ...input, jobId: await newJob(muster) }),
    ).toMatchObject(mismatch);
  });

  test('autoAssign that finds nobody: one MATCHING_FAILED, and everybody gets its decision', async () => {
    const skill = unique('skill');
    const jobId = await newJob(muster, { requiredSkills: [skill] });
    const input = { jobId, idempotencyKey: unique('key') };
    const answer = oneAnswer(await atOnce('autoAssign', input));
    expect(answer).toMatchObject({
      __typename: 'NoAgentMatched',
      message: expect.stringContaining(skill),
      decision: { candidates: expect.any(Array) },
    });
    const { logs } = await storyOf(muster, jobId);
    expect(logs.map(({ status }: Json) => status)).toEqual(['PENDING', 'MATCHING_FAILED']);

    // An agent that comes later does not change what was answered; a new key asks anew.
    await newAgent(muster, { skills: [{ name: skill }] });
    expect(await muster.mutate('autoAssign', input)).toEqual(answer);
    expect(
      await muster.mutate('autoAssign', { jobId, idempotencyKey: unique('key') }),
    ).toMatchObject({ __typename: 'AutoAssignSuccess' });
  });

  test('cancelAssignment', async () => {
    const agent = await newAgent(muster);
    const jobId = await newJob(muster);
    await assignTo(muster, jobId, agent.id);
    const input = { jobId, reason: 'Not needed.', idempotencyKey: unique('key') };
    const fields = '... on CancelAssignmentSuccess { job { id } }';
    expect(oneAnswer(await atOnce('cancelAssignment', input, fields))).toEqual({
      __typename: 'CancelAssignmentSuccess',
      job: { id: jobId },
    });
    expect((await storyOf(muster, jobId)).logs).toHaveLength(3);
    expect(
      await muster.mutate('cancelAssignment', { ...input, reason: 'Another one.' }),
    ).toMatchObject(mismatch);

    // Repeated when the job is with an agent again, it takes nothing back.
    await assignTo(muster, jobId, agent.id);
    expect(await muster.mutate('cancelAssignment', input, fields)).toMatchObject({
      __typename: 'CancelAssignmentSuccess',
    });
    expect(await storyOf(muster, jobId)).toMatchObject({ status: 'ASSIGNED', version: 4 });
  });

  test('resubmit and requestResubmission', async () => {
    const agent = await newAgent(muster);
    const jobId = await newJob(muster);
    const assignmentId = await assignTo(muster, jobId, agent.id);
    const { leaseToken } = await muster.as(agent.token).mutate('claimAssignment', {});
    await muster.mutate('reportAssignment', { assignmentId, leaseToken, outcome: 'COMPLETED' });

    const back = { jobId, feedback: 'Once more.', idempotencyKey: unique('key') };
    expect(
      oneAnswer(
        await atOnce(
          'requestResubmission',
          back,
          '... on RequestResubmissionSuccess { job { id } }',
        ),
      ),
    ).toEqual({ __typename: 'RequestResubmissionSuccess', job: { id: jobId } });
    const again = { jobId, inputs: { n: 2 }, idempotencyKey: unique('key') };
    expect(
      oneAnswer(await atOnce('resubmit', again, '... on ResubmitSuccess { job { id } }')),
    ).toEqual({ __typename: 'ResubmitSuccess', job: { id: jobId } });
    expect(await storyOf(muster, jobId)).toMatchObject({ status: 'PENDING', version: 6 });
    expect(await muster.mutate('resubmit', { ...again, inputs: { n: 3 } })).toMatchObject(mismatch);
  });
});

test('a refusal is kept too: it is answered again when the job has long moved on', async () => {
  const agent = await newAgent(muster);
  const jobId = await newJob(muster);
  await assignTo(muster, jobId, agent.id);
  const again = { jobId, agentId: agent.id, idempotencyKey: unique('key') };
  const refused = await muster.mutate('assign', again);
  expect(refused).toMatchObject({ code: 'ILLEGAL_TRANSITION', status: 'ASSIGNED' });

  await muster.mutate('cancelAssignment', { jobId });
  expect(await muster.mutate('assign', again)).toEqual(refused);
  expect(await muster.mutate('assign', { ...again, idempotencyKey: null })).toMatchObject({
    __typename: 'AssignSuccess',
  });
});

test('what failed validation is not kept: it may be mended under the same key', async () => {
  const idempotencyKey = unique('key');
  expect(await muster.mutate('createJob', { title: '  ', idempotencyKey })).toMatchObject({
    code: 'VALIDATION',
  });
  const title = unique('mended');
  expect(await muster.mutate('createJob', { title, idempotencyKey })).toMatchObject({
    __typename: 'CreateJobSuccess',
    job: { title },
  });
});

test('a conflict is not kept: it may be mended, or tried again, under the same key', async () => {
  const { name } = await newAgent(muster);
  const input = { name, description: '', kind: 'PULL', idempotencyKey: unique('key') };
  expect(await muster.mutate('registerAgent', input)).toMatchObject({ code: 'CONFLICT' });
  expect(
    await muster.mutate('registerAgent', { ...input, name: unique('another name') }),
  ).toMatchObject({ __typename: 'RegisterAgentSuccess' });
});

test('a key belongs to one operation: the same one does for another', async () => {
  const skill = unique('skill');
  const agent = await newAgent(muster, { skills: [{ name: skill }] });
  const idempotencyKey = unique('key');
  const { job } = await muster.mutate('createJob', {
    title: 'One key for all',
    requiredSkills: [skill],
    idempotencyKey,
  });
  const jobId = job.id;
  const by = { jobId, idempotencyKey };
  expect((await muster.mutate('autoAssign', by)).__typename).toBe('AutoAssignSuccess');
  expect((await muster.mutate('cancelAssignment', by)).__typename).toBe('CancelAssignmentSuccess');
  expect((await muster.mutate('assign', { ...by, agentId: agent.id })).__typename).toBe(
    'AssignSuccess',
  );
});

test('the order of a parameter’s fields does not make it another parameter', async () => {
  const idempotencyKey = unique('key');
  const title = unique('fields');
  const first = await muster.mutate('createJob', {
    title,
    inputs: { a: 1, b: { c: 2, d: 3 } },
    idempotencyKey,
  });
  expect(
    await muster.mutate('createJob', {
      idempotencyKey,
      inputs: { b: { d: 3, c: 2 }, a: 1 },
      title,
    }),
  ).toEqual(first);
  expect(await countJobs(title)).toBe(1);
});

test('after a restart on the same database the same keys get the same answers', async () => {
  const database = await freshDatabase();
  const before = await startTestMuster({ database });
  const agent = await newAgent(before);
  const create = { title: 'Made before the restart', idempotencyKey: 'create-1' };
  const created = await before.mutate('createJob', create);
  const assign = { jobId: created.job.id, agentId: agent.id, idempotencyKey: 'assign-1' };
  const fields = '... on AssignSuccess { assignment { id } }';
  const assigned = await before.mutate('assign', assign, fields);
  const nobody = { jobId: await newJob(before, { requiredSkills: ['none has it'] }) };
  const unmatched = await before.mutate('autoAssign', { ...nobody, idempotencyKey: 'auto-1' });
  expect(unmatched.__typename).toBe('NoAgentMatched');
  await before.stop();

  const after = await startTestMuster({ database });
  try {
    const identity = ({ __typename, job }: Json) => ({ __typename, id: job.id });
    expect(identity(await after.mutate('createJob', create))).toEqual(identity(created));
    expect(await after.mutate('assign', assign, fields)).toEqual(assigned);
    expect(await after.mutate('autoAssign', { ...nobody, idempotencyKey: 'auto-1' })).toEqual(
      unmatched,
    );
    expect(await after.mutate('createJob', { ...create, title: 'Another' })).toMatchObject(
      mismatch,
    );
    await expectInvariants(after);
  } finally {
    await after.stop();
    await database.remove();
  }
});
