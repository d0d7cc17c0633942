import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { batchOf, ended, openBatch, preview, progressOf } from './kit/batches.ts';
import type { Json } from './kit/client.ts';
import { expectInvariants } from './kit/invariants.ts';
import { agentOf, assignTo, newAgent, newJob, storyOf, unique } from './kit/story.ts';
import { startTestMuster, type TestMuster } from './kit/test-muster.ts';

let muster: TestMuster;
beforeAll(async () => {
  muster = await startTestMuster();
});
afterAll(() => muster.stop());

const jobs = (count: number, input: Record<string, unknown> = {}) =>
  Promise.all(Array.from({ length: count }, () => newJob(muster, input)));

describe('assignMany', () => {
  test('gives every job to the agent, and its log names the batch', async () => {
    const agent = await newAgent(muster, { capacity: 10 });
    const jobIds = await jobs(3);
    const batch = await ended(
      muster,
      await openBatch(muster, 'assignMany', { jobIds, agentId: agent.id }),
    );
    expect(batch).toMatchObject({
      kind: 'ASSIGN',
      state: 'COMPLETED',
      total: 3,
      done: 3,
      succeeded: 3,
    });
    const story = await storyOf(muster, jobIds[0] ?? '');
    expect(story).toMatchObject({ status: 'ASSIGNED', agent: { id: agent.id } });
    expect(story.logs.at(-1)).toMatchObject({
      actor: 'operator',
      message: `Assigned to ${agent.name} by hand (batch ${batch.id}).`,
    });
    expect(story.assignments[0].decision).toMatchObject({ method: 'MANUAL' });
  });

  test('fills five free places of an agent and says of the other 95 that it is full, as the dry run did', async () => {
    const agent = await newAgent(muster, { capacity: 5 });
    const jobIds = await jobs(100);
    const request = { jobIds, agentId: agent.id };
    const dry = await preview(muster, 'assignMany', request);
    expect(dry).toMatchObject({ total: 100, eligible: 5, ineligible: 95 });
    expect(dry.reasons).toMatchObject([{ code: 'AGENT_AT_CAPACITY', count: 95 }]);
    expect(dry.reasons[0].jobs).toHaveLength(20);
    expect(dry.placements).toEqual([{ agent: { id: agent.id }, count: 5 }]);

    const batch = await ended(
      muster,
      await openBatch(muster, 'assignMany', { ...request, token: dry.token }),
    );
    expect(batch).toMatchObject({ state: 'COMPLETED', succeeded: 5, failed: 95 });
    expect(await agentOf(muster, agent.id)).toMatchObject({ activeJobs: 5 });
    const full = batch.items.filter(({ outcome }: Json) => outcome === 'FAILED');
    expect(new Set(full.map(({ code }: Json) => code))).toEqual(new Set(['AGENT_AT_CAPACITY']));
    expect(full[0].message).toContain(agent.name);
  });
});

describe('cancelMany and resubmitMany', () => {
  test('take jobs back, and say of each that cannot be taken back why not', async () => {
    const agent = await newAgent(muster, { capacity: 10 });
    const held = await jobs(2);
    for (const jobId of held) await assignTo(muster, jobId, agent.id);
    const pending = await newJob(muster);
    const batch = await ended(
      muster,
      await openBatch(muster, 'cancelMany', {
        jobIds: [...held, pending],
        reason: 'a change of plan',
      }),
    );
    expect(batch).toMatchObject({ kind: 'CANCEL', state: 'COMPLETED', succeeded: 2, failed: 1 });
    expect(batch.items.find(({ job }: Json) => job.id === pending)).toMatchObject({
      outcome: 'FAILED',
      code: 'ILLEGAL_TRANSITION',
      message: 'Only an assigned or running job can be taken back; this one is PENDING.',
    });
    const story = await storyOf(muster, held[0] ?? '');
    expect(story.status).toBe('PENDING');
    expect(story.logs.at(-1)).toMatchObject({
      status: 'CANCELLED',
      message: `Taken back from ${agent.name}: a change of plan (batch ${batch.id}).`,
    });
    expect(await agentOf(muster, agent.id)).toMatchObject({ activeJobs: 0 });
    await expectInvariants(muster);
  });

  test('put failed jobs up again', async () => {
    const agent = await newAgent(muster, { capacity: 10 });
    const failed = await newJob(muster);
    await assignTo(muster, failed, agent.id);
    const its = muster.as(agent.token);
    const { assignment, leaseToken } = await its.mutate('claimAssignment', { waitMs: 0 });
    await its.mutate('reportAssignment', {
      assignmentId: assignment.id,
      leaseToken,
      outcome: 'RESUBMISSION_REQUIRED',
      message: 'more, please',
    });
    const batch = await ended(
      muster,
      await openBatch(muster, 'resubmitMany', { jobIds: [failed] }),
    );
    expect(batch).toMatchObject({ kind: 'RESUBMIT', succeeded: 1 });
    expect(await storyOf(muster, failed)).toMatchObject({ status: 'PENDING' });
  });
});

test('The jobs of a batch are read page by page, and a cursor from elsewhere is refused', async () => {
  const batchId = await openBatch(muster, 'cancelMany', { jobIds: await jobs(3) });
  await ended(muster, batchId);
  const page = async (after: string | null) => {
    const { batch } = await muster.graphql(
      'query ($id: ID!, $after: String) { batch(id: $id) { items(first: 2, after: $after) { edges { node { id } } pageInfo { endCursor hasNextPage } } } }',
      { id: batchId, after },
    );
    return batch.items;
  };
  const first = await page(null);
  const second = await page(first.pageInfo.endCursor);
  expect(first.pageInfo.hasNextPage).toBe(true);
  expect(second.pageInfo.hasNextPage).toBe(false);
  expect([...first.edges, ...second.edges].map(({ node }: Json) => node.id)).toEqual([
    `${batchId}-1`,
    `${batchId}-2`,
    `${batchId}-3`,
  ]);
  await expect(page(btoa('GPC:S:elsewhere'))).rejects.toThrow('BAD_USER_INPUT');
});

describe('What is selected', () => {
  test('by the filter of the list of jobs, those of higher priority first', async () => {
    const text = unique('selected by its words');
    const low = await newJob(muster, { title: text, priority: 10 });
    const high = await newJob(muster, { title: text, priority: 90 });
    const agent = await newAgent(muster, { capacity: 1 });
    const request = { filter: { text, status: ['PENDING'] }, agentId: agent.id };
    const batch = await ended(muster, await openBatch(muster, 'assignMany', request));
    expect(batch.items).toMatchObject([
      { job: { id: high }, outcome: 'SUCCEEDED', agent: { id: agent.id } },
      { job: { id: low }, outcome: 'FAILED', code: 'AGENT_AT_CAPACITY' },
    ]);
  });

  test('must be something, and be there', async () => {
    const refuse = async (input: Record<string, unknown>) => {
      const { code, message } = await muster.mutate('cancelMany', input);
      return { code, message };
    };
    const jobId = await newJob(muster);
    expect(await refuse({})).toMatchObject({ code: 'VALIDATION' });
    expect(await refuse({ jobIds: [jobId], filter: {} })).toMatchObject({ code: 'VALIDATION' });
    expect(await refuse({ jobIds: [] })).toMatchObject({ code: 'VALIDATION' });
    expect(await refuse({ filter: { text: 'what no job says' } })).toMatchObject({
      code: 'VALIDATION',
      message: 'The filter matches no job.',
    });
    expect(await refuse({ jobIds: [jobId, 'no-such-job', 'nor-this'] })).toMatchObject({
      code: 'NOT_FOUND',
      message: expect.stringContaining('"no-such-job"'),
    });
    expect(
      await refuse({ jobIds: Array.from({ length: 10_001 }, (_, n) => `job-${n}`) }),
    ).toMatchObject({
      code: 'VALIDATION',
      message: expect.stringContaining('10,001'),
    });
  });

  test('counts once, however often it is named', async () => {
    const jobId = await newJob(muster);
    expect(await preview(muster, 'cancelMany', { jobIds: [jobId, jobId] })).toMatchObject({
      total: 1,
    });
  });
});

describe('The token of a dry run', () => {
  test('is refused once a job changed, and taken while none did', async () => {
    const jobIds = await jobs(2);
    const agent = await newAgent(muster, { capacity: 10 });
    const request = { jobIds, agentId: agent.id };
    const { token } = await preview(muster, 'assignMany', request);
    expect(
      (await preview(muster, 'assignMany', { ...request, jobIds: jobIds.toReversed() })).token,
    ).toBe(token);
    await assignTo(muster, jobIds[0] ?? '', agent.id);
    expect(await muster.mutate('assignMany', { ...request, token })).toMatchObject({
      code: 'CONFLICT',
    });
    const fresh = await preview(muster, 'assignMany', request);
    await openBatch(muster, 'assignMany', { ...request, token: fresh.token });
  });
});

describe('batchProgress', () => {
  test('tells the state at once, each step forward, and the end', async () => {
    const agent = await newAgent(muster, { capacity: 1_000 });
    const jobIds = await jobs(50);
    const states = await progressOf(
      muster,
      await openBatch(muster, 'assignMany', { jobIds, agentId: agent.id }),
    );
    expect(states.at(-1)).toMatchObject({ state: 'COMPLETED', done: 50 });
    const done = states.map(({ done }) => done);
    expect(done).toEqual(done.toSorted((a, b) => a - b));
  });

  test('of a batch that has ended is its end', async () => {
    const jobIds = await jobs(1);
    const batchId = await openBatch(muster, 'cancelMany', { jobIds });
    await ended(muster, batchId);
    expect(await progressOf(muster, batchId)).toMatchObject([{ state: 'COMPLETED', done: 1 }]);
  });

  test('of no batch is refused', async () => {
    await expect(progressOf(muster, 'no-such-batch')).rejects.toThrow('NOT_FOUND');
  });
});

test('What failed can be tried again as a batch of its own', async () => {
  const agent = await newAgent(muster, { capacity: 1 });
  const jobIds = await jobs(2);
  const first = await ended(
    muster,
    await openBatch(muster, 'assignMany', { jobIds, agentId: agent.id }),
  );
  await muster.mutate('updateAgent', { agentId: agent.id, capacity: 2 });
  const { batch } = await muster.mutate(
    'retryBatch',
    { batchId: first.id },
    '... on RetryBatchSuccess { batch { id total } }',
  );
  expect(batch.total).toBe(1);
  expect(await ended(muster, batch.id)).toMatchObject({ kind: 'ASSIGN', succeeded: 1 });
  expect(await muster.mutate('retryBatch', { batchId: batch.id })).toMatchObject({
    code: 'VALIDATION',
  });
  expect(await muster.mutate('cancelBatch', { batchId: batch.id })).toMatchObject({
    code: 'CONFLICT',
  });
  expect(await muster.mutate('cancelBatch', { batchId: 'none' })).toMatchObject({
    code: 'NOT_FOUND',
  });
  expect(await batchOf(muster, first.id)).toMatchObject({ succeeded: 1, failed: 1 });
});

describe('autoAssignMany', () => {
  /** An agent that only jobs about its trade go to. */
  const specialist = (trade: string, capacity: number) =>
    newAgent(muster, {
      description: `${trade} ${trade} work`,
      capacity,
      skills: [{ name: trade, description: trade }],
    });

  test('gives each job to who fits, with a record that it was one of a whole', async () => {
    const [baker, mason] = [await specialist('kneading', 2), await specialist('bricklaying', 2)];
    const bread = await jobs(2, { title: 'kneading for tomorrow', requiredSkills: ['kneading'] });
    const walls = await jobs(2, {
      title: 'bricklaying at the gate',
      requiredSkills: ['bricklaying'],
    });
    const jobIds = [...bread, ...walls];
    const dry = await preview(muster, 'autoAssignMany', { jobIds });
    expect(dry).toMatchObject({
      total: 4,
      eligible: 4,
      solution: { method: 'OPTIMAL', placed: 4, gap: 0 },
    });
    expect(dry.placements).toEqual(
      expect.arrayContaining([
        { agent: { id: baker.id }, count: 2 },
        { agent: { id: mason.id }, count: 2 },
      ]),
    );
    const batch = await ended(
      muster,
      await openBatch(muster, 'autoAssignMany', { jobIds, token: dry.token }),
    );
    expect(batch).toMatchObject({ state: 'COMPLETED', succeeded: 4, solution: { placed: 4 } });
    for (const [jobId, agent] of [
      [bread[0], baker],
      [walls[1], mason],
    ] as const) {
      const story = await storyOf(muster, jobId ?? '');
      expect(story).toMatchObject({ status: 'ASSIGNED', agent: { id: agent.id } });
      expect(story.assignments[0].decision).toMatchObject({
        method: 'SCORED',
        winner: { id: agent.id },
      });
      expect(story.assignments[0].decision.reason).toContain('as one of 4 jobs');
    }
  });

  test('leaves a job to a lower one never, and says who was crowded out', async () => {
    await specialist('glazing', 1);
    const [low] = await jobs(1, {
      title: 'glazing a window',
      requiredSkills: ['glazing'],
      priority: 10,
    });
    const [high] = await jobs(1, {
      title: 'glazing a door',
      requiredSkills: ['glazing'],
      priority: 90,
    });
    const request = { jobIds: [low, high] };
    expect(await preview(muster, 'autoAssignMany', request)).toMatchObject({
      eligible: 1,
      reasons: [{ code: 'AGENT_AT_CAPACITY', count: 1, jobs: [{ id: low }] }],
    });
    const batch = await ended(muster, await openBatch(muster, 'autoAssignMany', request));
    expect(batch.items).toMatchObject([
      { job: { id: high }, outcome: 'SUCCEEDED' },
      { job: { id: low }, outcome: 'FAILED', code: 'AGENT_AT_CAPACITY' },
    ]);
  });

  test('leaves to nobody’s decision a job whose agent is only full', async () => {
    const agent = await specialist('thatching', 1);
    await assignTo(muster, await newJob(muster), agent.id);
    const [jobId] = await jobs(1, { title: 'thatching a roof', requiredSkills: ['thatching'] });
    const batch = await ended(
      muster,
      await openBatch(muster, 'autoAssignMany', { jobIds: [jobId] }),
    );
    expect(batch.items).toMatchObject([{ outcome: 'FAILED', code: 'AGENT_AT_CAPACITY' }]);
    expect((await storyOf(muster, jobId ?? '')).logs).toHaveLength(1);
  });

  test('gives a job to nobody that autoAssign would give to nobody, and says so in its log', async () => {
    const [jobId] = await jobs(1, {
      title: 'xylograph',
      requiredSkills: ['a skill that nobody has'],
    });
    const dry = await preview(muster, 'autoAssignMany', { jobIds: [jobId] });
    expect(dry).toMatchObject({ eligible: 0, reasons: [{ code: 'NO_AGENT_MATCHED', count: 1 }] });
    expect((await storyOf(muster, jobId ?? '')).logs).toHaveLength(1);
    const batch = await ended(
      muster,
      await openBatch(muster, 'autoAssignMany', { jobIds: [jobId] }),
    );
    expect(batch.items).toMatchObject([{ outcome: 'FAILED', code: 'NO_AGENT_MATCHED' }]);
    expect((await storyOf(muster, jobId ?? '')).logs.at(-1)).toMatchObject({
      status: 'MATCHING_FAILED',
    });
  });
});

describe('A batch that was asked for with an idempotency key', () => {
  test('is done once, and answered as it was', async () => {
    const agent = await newAgent(muster, { capacity: 10 });
    const request = { jobIds: await jobs(2), agentId: agent.id, idempotencyKey: unique('key') };
    const [first, second] = await Promise.all([
      openBatch(muster, 'assignMany', request),
      openBatch(muster, 'assignMany', request),
    ]);
    expect(second).toBe(first);
    await ended(muster, first);
    expect(await openBatch(muster, 'assignMany', request)).toBe(first);
    expect(await muster.mutate('assignMany', { ...request, jobIds: await jobs(1) })).toMatchObject({
      code: 'IDEMPOTENCY_MISMATCH',
    });
    expect(await agentOf(muster, agent.id)).toMatchObject({ activeJobs: 2 });
  });
});

test('Single assignments beside batches never overrun an agent', async () => {
  const agent = await newAgent(muster, { capacity: 7 });
  const [alone, ...together] = [await jobs(10), await jobs(10), await jobs(10)];
  const [batches, singles] = await Promise.all([
    Promise.all(
      together.map((jobIds) => openBatch(muster, 'assignMany', { jobIds, agentId: agent.id })),
    ),
    Promise.all(alone.map((jobId) => muster.mutate('assign', { jobId, agentId: agent.id }))),
  ]);
  const done = await Promise.all(batches.map((id) => ended(muster, id)));
  const succeeded =
    done.reduce((sum, batch) => sum + batch.succeeded, 0) +
    singles.filter(({ __typename }) => __typename === 'AssignSuccess').length;
  expect(succeeded).toBe(7);
  expect(await agentOf(muster, agent.id)).toMatchObject({ activeJobs: 7 });
  await expectInvariants(muster);
});
