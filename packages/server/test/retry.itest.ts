import { describe, expect, test } from 'vitest';
import { startTestAgent } from './kit/test-agent.ts';
import { musterForTest, type TestMuster } from './kit/test-muster.ts';

const quick = { initialIntervalMs: 1, backoffCoefficient: 1, maximumIntervalMs: 1, jitter: 0 };
const done = ({ status }: { status: string }) =>
  ['COMPLETED', 'FAILED', 'REJECTED'].includes(status);

async function register(
  muster: TestMuster,
  name: string,
  endpoint: string,
  more: Record<string, unknown> = {},
) {
  const { agent } = await muster.mutate('registerAgent', {
    name,
    description: 'sorts numbers',
    kind: 'HTTP',
    endpoint,
    ...more,
  });
  return agent.id as string;
}

const createJob = async (muster: TestMuster, more: Record<string, unknown> = {}) =>
  (
    await muster.mutate('createJob', {
      title: 'Sort numbers',
      autoAssign: true,
      retryPolicy: quick,
      ...more,
    })
  ).job.id as string;

const attemptsOf = async (muster: TestMuster, id: string) => {
  const { job } = await muster.graphql(
    'query ($id: ID!) { job(id: $id) { status assignments { edges { node { state failureClass agent { name } } } } } }',
    { id },
  );
  const attempts = job.assignments.edges.map(
    ({ node }: { node: { state: string; failureClass: string; agent: { name: string } } }) =>
      `${node.agent.name} ${node.failureClass ?? node.state}`,
  );
  return { status: job.status as string, attempts };
};

describe('a job that is to be matched by itself', () => {
  test('is matched when it comes in, and when an agent appears for one that waited', async () => {
    const muster = await musterForTest();
    const agent = await startTestAgent(({ answer }) =>
      answer(200, { outcome: 'COMPLETED', output: 1 }),
    );
    const changes = muster.subscribe();
    const waits = await createJob(muster);
    await changes.until(({ job, log }) => job.id === waits && log.status === 'MATCHING_FAILED');
    await register(muster, 'sorter', agent.url);
    await changes.until(({ job, status }) => job.id === waits && status === 'COMPLETED');
    const next = await createJob(muster);
    await changes.until(({ job, status }) => job.id === next && status === 'COMPLETED');
  });

  test('waits its turn: higher priority first, then older, as places come free', async () => {
    const muster = await musterForTest();
    const agent = await startTestAgent();
    await register(muster, 'sorter', agent.url);
    const changes = muster.subscribe();
    const first = await createJob(muster);
    const running = await agent.next();
    const low = await createJob(muster, { priority: 10 });
    const older = await createJob(muster, { priority: 60 });
    const newer = await createJob(muster, { priority: 60 });
    const { job } = await muster.graphql(
      'query ($id: ID!) { job(id: $id) { waiting { reason message position } } }',
      { id: low },
    );
    expect(job.waiting).toMatchObject({ reason: 'AT_CAPACITY', position: 3 });
    running.answer(200, { outcome: 'COMPLETED', output: 1 });
    const order = [first];
    for (let n = 0; n < 3; n += 1) {
      const delivery = await agent.next();
      order.push(delivery.body.data.job.id);
      delivery.answer(200, { outcome: 'COMPLETED', output: 1 });
    }
    expect(order).toEqual([first, older, newer, low]);
    await changes.until(({ job: { id }, status }) => id === low && status === 'COMPLETED');
  });
});

describe('a job that one agent fits', () => {
  test('waits for it while it is full, though another has room, and then gets it', async () => {
    const muster = await musterForTest();
    const [sorter, baker] = [await startTestAgent(), await startTestAgent()];
    await register(muster, 'sorter', sorter.url);
    await register(muster, 'baker', baker.url, { description: 'bakes bread' });
    const changes = muster.subscribe();
    const first = await createJob(muster);
    const running = await sorter.next();
    const second = await createJob(muster);
    const waitingOf = async () =>
      (
        await muster.graphql(
          'query ($id: ID!) { job(id: $id) { attention waiting { reason message } } }',
          { id: second },
        )
      ).job;
    expect(await waitingOf()).toMatchObject({
      attention: null,
      waiting: {
        reason: 'AT_CAPACITY',
        message: expect.stringMatching(/^sorter fits it and is at capacity; position 1/),
      },
    });
    running.answer(200, { outcome: 'COMPLETED', output: 1 });
    await changes.until(({ job, status }) => job.id === first && status === 'COMPLETED');
    const next = await sorter.next();
    next.answer(200, { outcome: 'COMPLETED', output: 2 });
    await changes.until(({ job, status }) => job.id === second && status === 'COMPLETED');
    expect((await waitingOf()).attention).toBeNull();
  });
  test('waits for it while it rests after a failure, and then gets it again', async () => {
    const muster = await musterForTest();
    let calls = 0;
    const sorter = await startTestAgent(({ answer }) => {
      calls += 1;
      if (calls === 1) answer(429, {}, { 'retry-after': '2' });
      else answer(200, { outcome: 'COMPLETED', output: 1 });
    });
    const baker = await startTestAgent();
    await register(muster, 'sorter', sorter.url);
    await register(muster, 'baker', baker.url, { description: 'bakes bread' });
    const changes = muster.subscribe();
    const id = await createJob(muster, { retryPolicy: { ...quick, maxAttempts: 3 } });
    await changes.until((change) => change.job.id === id && done(change));
    expect(await attemptsOf(muster, id)).toEqual({
      status: 'COMPLETED',
      attempts: ['sorter quota', 'sorter COMPLETED'],
    });
    const { job } = await muster.graphql(
      'query ($id: ID!) { job(id: $id) { logs(first: 50) { edges { node { status } } } } }',
      { id },
    );
    const statuses = job.logs.edges.map(({ node }: { node: { status: string } }) => node.status);
    expect(statuses).not.toContain('MATCHING_FAILED');
    expect(statuses).not.toContain('NEEDS_DECISION');
  });
});

describe('a failed attempt', () => {
  test('of a passing kind goes back to the same agent until the attempts are used up', async () => {
    const muster = await musterForTest();
    const agent = await startTestAgent(({ answer }) =>
      answer(200, { outcome: 'FAILED', failure: { class: 'transient', message: 'hiccup' } }),
    );
    await register(muster, 'sorter', agent.url);
    const changes = muster.subscribe();
    const id = await createJob(muster, { retryPolicy: { ...quick, maxAttempts: 3 } });
    await changes.until(({ job, status }) => job.id === id && done({ status }));
    expect(await attemptsOf(muster, id)).toEqual({
      status: 'FAILED',
      attempts: ['sorter transient', 'sorter transient', 'sorter transient'],
    });
  });

  test('of the agent’s own making goes to another agent', async () => {
    const muster = await musterForTest();
    const bad = await startTestAgent(({ answer }) =>
      answer(200, { outcome: 'FAILED', failure: { class: 'agent_error', message: 'bug' } }),
    );
    const good = await startTestAgent(({ answer }) =>
      answer(200, { outcome: 'COMPLETED', output: 1 }),
    );
    const badId = await register(muster, 'bad', bad.url);
    await register(muster, 'good', good.url);
    const changes = muster.subscribe();
    const id = await createJob(muster, {
      autoAssign: false,
      retryPolicy: { ...quick, maxAttempts: 3 },
    });
    await muster.mutate('assign', { jobId: id, agentId: badId });
    await changes.until(({ job, status }) => job.id === id && done({ status }));
    expect(await attemptsOf(muster, id)).toEqual({
      status: 'COMPLETED',
      attempts: ['bad agent_error', 'good COMPLETED'],
    });
  });

  test('of an agent that cannot be reached goes to another, and the first cools down', async () => {
    const muster = await musterForTest();
    const good = await startTestAgent(({ answer }) =>
      answer(200, { outcome: 'COMPLETED', output: 1 }),
    );
    const downId = await register(muster, 'down', 'http://127.0.0.1:1/');
    await register(muster, 'good', good.url);
    const changes = muster.subscribe();
    const id = await createJob(muster, {
      autoAssign: false,
      retryPolicy: { ...quick, maxAttempts: 2 },
    });
    await muster.mutate('assign', { jobId: id, agentId: downId });
    await changes.until(({ job, status }) => job.id === id && done({ status }));
    expect(await attemptsOf(muster, id)).toEqual({
      status: 'COMPLETED',
      attempts: ['down unavailable', 'good COMPLETED'],
    });
    const { agent } = await muster.graphql('query ($id: ID!) { agent(id: $id) { availability } }', {
      id: downId,
    });
    expect(agent.availability).toBe('COOLING_DOWN');
  });

  test('of refusing goes to another agent, and is REJECTED when nobody else is left', async () => {
    const muster = await musterForTest();
    const refuses = await startTestAgent(({ answer }) =>
      answer(200, { outcome: 'REJECTED', message: 'not mine' }),
    );
    await register(muster, 'one', refuses.url);
    await register(muster, 'two', refuses.url);
    const changes = muster.subscribe();
    const id = await createJob(muster, { retryPolicy: { ...quick, maxAttempts: 4 } });
    await changes.until(({ job, status }) => job.id === id && done({ status }));
    const { status, attempts } = await attemptsOf(muster, id);
    expect(status).toBe('REJECTED');
    expect(attempts.toSorted()).toEqual(['one refused', 'two refused']);
  });
});
