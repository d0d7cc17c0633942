import type { JobStatus } from '@muster/domain/job/status.ts';
import { type JobEvent, type Transition, transitions } from '@muster/domain/job/transition.ts';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import type { Json } from './kit/client.ts';
import { agentOf, assignTo, newAgent, newJob, reached, storyOf } from './kit/story.ts';
import { startTestAgent } from './kit/test-agent.ts';
import { startTestMuster, type TestMuster } from './kit/test-muster.ts';

let muster: TestMuster;
beforeAll(async () => {
  muster = await startTestMuster();
});
afterAll(() => muster.stop());

const statusesOf = (rows: readonly Json[]) => rows.map(({ status }) => status);

test('a job goes from created to completed by a real agent, seen over the subscription', async () => {
  const agent = await startTestAgent(({ answer, body }) =>
    answer(200, { outcome: 'COMPLETED', output: { got: body.data.job.inputs } }),
  );
  const registered = await muster.mutate('registerAgent', {
    name: 'adder',
    description: 'adds numbers',
    kind: 'HTTP',
    endpoint: agent.url,
  });
  expect(registered).toMatchObject({
    __typename: 'RegisterAgentSuccess',
    secret: expect.stringMatching(/^whsec_/),
  });

  await using changes = muster.subscribe();
  const { job } = await muster.mutate('createJob', {
    title: 'Add these numbers',
    inputs: { numbers: [1, 2] },
  });
  const assigned = await muster.mutate('autoAssign', { jobId: job.id });
  expect(assigned).toMatchObject({
    __typename: 'AutoAssignSuccess',
    assignment: { attempt: 1, decision: { method: 'SCORED' } },
  });

  expect(await changes.take(3)).toMatchObject([
    { previousStatus: null, status: 'PENDING', log: { jobVersion: 1 } },
    { previousStatus: 'PENDING', status: 'ASSIGNED', log: { jobVersion: 2 } },
    { previousStatus: 'ASSIGNED', status: 'COMPLETED', log: { jobVersion: 3 } },
  ]);
  const { job: done } = await muster.graphql(
    'query ($id: ID!) { job(id: $id) { status result agent { name activeJobs } } }',
    { id: job.id },
  );
  expect(done).toEqual({
    status: 'COMPLETED',
    result: { got: { numbers: [1, 2] } },
    agent: { name: 'adder', activeJobs: 0 },
  });
});

test('a job assigned by hand goes to that agent with the inputs that were confirmed', async () => {
  const agent = await startTestAgent(({ answer }) =>
    answer(200, { outcome: 'COMPLETED', output: 'done', message: 'It went well.' }),
  );
  const { id: agentId, name } = await newAgent(muster, { endpoint: agent.url });
  const jobId = await newJob(muster, { inputs: { draft: true }, priority: 80 });

  const assigned = await muster.mutate('assign', { jobId, agentId, inputs: { final: true } });
  expect(assigned).toMatchObject({ __typename: 'AssignSuccess', assignment: { attempt: 1 } });

  const { body } = await agent.next();
  expect(body.data.job).toMatchObject({ id: jobId, inputs: { final: true }, priority: 80 });
  const job = await reached(muster, jobId, 'COMPLETED');
  expect(job).toMatchObject({
    inputs: { final: true },
    result: 'done',
    version: 3,
    agent: { id: agentId },
  });
  expect(job.logs).toMatchObject([
    { status: 'PENDING', actor: 'operator', message: 'The job came in.' },
    { status: 'ASSIGNED', actor: 'operator', message: `Assigned to ${name} by hand.`, agentId },
    { status: 'COMPLETED', actor: `agent:${agentId}`, message: 'It went well.', agentId },
  ]);
});

test('a cancellation ends the running call, and what the agent still reports is refused and kept', async () => {
  const agent = await startTestAgent();
  const { id: agentId } = await newAgent(muster, { endpoint: agent.url });
  const jobId = await newJob(muster);
  const assignmentId = await assignTo(muster, jobId, agentId);
  const delivery = await agent.next();
  const hungUp = new Promise<void>((resolve) => delivery.response.once('close', resolve));

  const cancelled = await muster.mutate('cancelAssignment', { jobId, reason: 'It came twice.' });
  expect(cancelled).toMatchObject({
    __typename: 'CancelAssignmentSuccess',
    job: { status: 'PENDING', agent: null },
  });
  await hungUp;

  const { leaseToken } = delivery.body.data;
  const late = { assignmentId, leaseToken, outcome: 'COMPLETED', output: 'too late' };
  expect(await muster.mutate('reportAssignment', late)).toMatchObject({
    __typename: 'StaleLease',
    code: 'STALE_LEASE',
  });
  expect(await muster.mutate('heartbeat', { assignmentId, leaseToken })).toMatchObject({
    code: 'STALE_LEASE',
  });

  const job = await storyOf(muster, jobId);
  expect(job).toMatchObject({ status: 'PENDING', result: null, version: 3 });
  expect(job.assignments).toMatchObject([
    {
      state: 'CANCELLED',
      leaseExpiresAt: null,
      refusedReports: [{ outcome: 'COMPLETED', payload: { output: 'too late' } }],
    },
  ]);
  expect(job.logs.at(-1)).toMatchObject({
    status: 'CANCELLED',
    actor: 'operator',
    message: expect.stringContaining('It came twice.'),
    requestPayload: { reason: 'It came twice.' },
  });
  expect(await agentOf(muster, agentId)).toMatchObject({ activeJobs: 0, failedJobs: 0 });

  // Nothing of the first attempt stands in the way of a second one.
  await assignTo(muster, jobId, agentId);
  const second = await agent.next();
  expect(second.body.data.attempt).toBe(2);
  expect(second.body.data.leaseToken).not.toBe(leaseToken);
  second.answer(200, { outcome: 'COMPLETED', output: 'in time' });
  expect(await reached(muster, jobId, 'COMPLETED')).toMatchObject({ result: 'in time' });
});

test('a job that its agent rejects is REJECTED, and may be put up again', async () => {
  const agent = await startTestAgent(({ answer }) =>
    answer(200, { outcome: 'REJECTED', message: 'Not my kind of work.' }),
  );
  const { id: agentId } = await newAgent(muster, { endpoint: agent.url });
  const jobId = await newJob(muster);
  await assignTo(muster, jobId, agentId);

  const job = await reached(muster, jobId, 'REJECTED');
  expect(job.assignments).toMatchObject([
    { state: 'REJECTED', failureClass: 'refused', message: 'Not my kind of work.' },
  ]);
  expect(job.logs.at(-1).message).toContain('Not my kind of work');
  expect(await muster.mutate('resubmit', { jobId })).toMatchObject({
    job: { status: 'PENDING', agent: null },
  });
});

test('an agent asks for other input, gets it by a resubmission, and completes the job', async () => {
  const agent = await startTestAgent(({ answer, body }) =>
    body.data.job.inputs.csv
      ? answer(200, { outcome: 'COMPLETED', output: { rows: 1 } })
      : answer(200, { outcome: 'RESUBMISSION_REQUIRED', message: 'Give me the CSV as `csv`.' }),
  );
  const { id: agentId } = await newAgent(muster, { endpoint: agent.url });
  const jobId = await newJob(muster, { inputs: { file: 'report.xls' } });
  await assignTo(muster, jobId, agentId);

  const stopped = await reached(muster, jobId, 'RESUBMISSION_REQUIRED');
  expect(stopped.assignments).toMatchObject([
    { state: 'RESUBMISSION_REQUIRED', failureClass: 'bad_input' },
  ]);
  expect(stopped.logs.at(-1).message).toContain('Give me the CSV as `csv`.');

  const resubmitted = await muster.mutate('resubmit', { jobId, inputs: { csv: 'a\n1' } });
  expect(resubmitted.job).toMatchObject({ status: 'PENDING', inputs: { csv: 'a\n1' } });
  await assignTo(muster, jobId, agentId);
  const job = await reached(muster, jobId, 'COMPLETED');
  expect(job).toMatchObject({ result: { rows: 1 }, version: 6 });
  expect(statusesOf(job.logs)).toEqual([
    'PENDING',
    'ASSIGNED',
    'RESUBMISSION_REQUIRED',
    'PENDING',
    'ASSIGNED',
    'COMPLETED',
  ]);
  expect(job.assignments.map(({ attempt, state }: Json) => [attempt, state])).toEqual([
    [1, 'RESUBMISSION_REQUIRED'],
    [2, 'COMPLETED'],
  ]);
});

test('a finished job is sent back with feedback; its result stays until it is put up again', async () => {
  const agent = await startTestAgent(({ answer, body }) =>
    answer(200, { outcome: 'COMPLETED', output: `attempt ${body.data.attempt}` }),
  );
  const { id: agentId } = await newAgent(muster, { endpoint: agent.url });
  const jobId = await newJob(muster, { inputs: { keep: 'me' } });
  await assignTo(muster, jobId, agentId);
  await reached(muster, jobId, 'COMPLETED');

  const sentBack = await muster.mutate('requestResubmission', {
    jobId,
    feedback: 'The third column is missing.',
  });
  expect(sentBack.job).toMatchObject({
    status: 'RESUBMISSION_REQUIRED',
    result: 'attempt 1',
    agent: { id: agentId },
  });
  expect((await storyOf(muster, jobId)).logs.at(-1)).toMatchObject({
    status: 'RESUBMISSION_REQUIRED',
    actor: 'operator',
    message: 'Sent back: The third column is missing.',
    requestPayload: { feedback: 'The third column is missing.' },
  });

  const resubmitted = await muster.mutate('resubmit', { jobId });
  expect(resubmitted.job).toMatchObject({
    status: 'PENDING',
    result: null,
    inputs: { keep: 'me' },
    agent: null,
  });
  await assignTo(muster, jobId, agentId);
  expect(await reached(muster, jobId, 'COMPLETED')).toMatchObject({ result: 'attempt 2' });
});

test('a job that is put up again may be given another retry policy, and be matched by itself', async () => {
  const agent = await startTestAgent(({ answer }) =>
    answer(200, { outcome: 'FAILED', failure: { class: 'transient', message: 'hiccup' } }),
  );
  const { id: agentId } = await newAgent(muster, {
    endpoint: agent.url,
    description: 'Counts the whales on aerial photographs.',
  });
  const jobId = await newJob(muster, {
    title: 'Count the whales on these aerial photographs',
    retryPolicy: { maxAttempts: 1 },
  });
  await assignTo(muster, jobId, agentId);
  await reached(muster, jobId, 'FAILED');
  expect(await muster.mutate('resubmit', { jobId, retryPolicy: { maxAttempts: 0 } })).toMatchObject(
    { code: 'VALIDATION', message: expect.stringContaining('maxAttempts') },
  );

  await muster.mutate('resubmit', {
    jobId,
    autoAssign: true,
    retryPolicy: { maxAttempts: 2, initialIntervalMs: 1, backoffCoefficient: 1 },
  });
  // It was FAILED before: only the count of attempts tells that it is so again.
  await expect
    .poll(async () => (await storyOf(muster, jobId)).assignments.length, { timeout: 20_000 })
    .toBe(3);
  await expect
    .poll(async () => (await storyOf(muster, jobId)).status, { timeout: 20_000 })
    .toBe('FAILED');
  const { job } = await muster.graphql(
    'query ($id: ID!) { job(id: $id) { autoAssign retryPolicy { maxAttempts initialIntervalMs } } }',
    { id: jobId },
  );
  expect(job).toEqual({
    autoAssign: true,
    retryPolicy: { maxAttempts: 2, initialIntervalMs: 1 },
  });
});

test('a job that failed is put up again and completes at the second attempt', async () => {
  const agent = await startTestAgent(({ answer, body }) =>
    body.data.attempt === 1
      ? answer(200, {
          outcome: 'FAILED',
          failure: { class: 'agent_error', message: 'I lost my thread.' },
        })
      : answer(200, { outcome: 'COMPLETED', output: 42 }),
  );
  const { id: agentId } = await newAgent(muster, { endpoint: agent.url });
  const jobId = await newJob(muster);
  await assignTo(muster, jobId, agentId);
  const failed = await reached(muster, jobId, 'FAILED');
  expect(failed.assignments).toMatchObject([
    { state: 'FAILED', failureClass: 'agent_error', message: 'I lost my thread.' },
  ]);
  expect(await agentOf(muster, agentId)).toMatchObject({ activeJobs: 0, failedJobs: 1 });

  await muster.mutate('resubmit', { jobId });
  await assignTo(muster, jobId, agentId);
  expect(await reached(muster, jobId, 'COMPLETED')).toMatchObject({ result: 42, version: 6 });
  expect(await agentOf(muster, agentId)).toMatchObject({ completedJobs: 1, failedJobs: 1 });
});

describe('moves that the job’s status does not allow', () => {
  const moves = {
    assign: 'assigned',
    autoAssign: 'assigned',
    cancelAssignment: 'cancelled',
    requestResubmission: 'sentBack',
    resubmit: 'resubmitted',
  } as const satisfies Record<string, JobEvent>;

  const reports = {
    COMPLETED: { outcome: 'COMPLETED', output: 1 },
    FAILED: { outcome: 'FAILED', failure: { class: 'agent_error', message: 'no' } },
    REJECTED: { outcome: 'REJECTED', message: 'no' },
    RESUBMISSION_REQUIRED: { outcome: 'RESUBMISSION_REQUIRED', message: 'more' },
  } as const;

  /** A job that was led to this status by a PULL agent of its own. */
  async function jobIn(status: JobStatus): Promise<{ jobId: string; agentId: string }> {
    const { id: agentId, token } = await newAgent(muster);
    const jobId = await newJob(muster);
    if (status === 'PENDING') return { jobId, agentId };
    await assignTo(muster, jobId, agentId);
    if (status === 'ASSIGNED') return { jobId, agentId };
    const { assignment, leaseToken } = await muster.as(token).mutate('claimAssignment', {});
    if (status === 'IN_PROGRESS') return { jobId, agentId };
    const report = { assignmentId: assignment.id, leaseToken, ...reports[status] };
    const reported = await muster.as(token).mutate('reportAssignment', report);
    expect(reported.__typename).toBe('ReportAssignmentSuccess');
    return { jobId, agentId };
  }

  test.each([
    'PENDING',
    'ASSIGNED',
    'IN_PROGRESS',
    'COMPLETED',
    'FAILED',
    'REJECTED',
    'RESUBMISSION_REQUIRED',
  ] as const)('are refused in %s with that status, and change nothing', async (status) => {
    const { jobId, agentId } = await jobIn(status);
    const before = await storyOf(muster, jobId);
    expect(before.status).toBe(status);

    for (const [mutation, event] of Object.entries(moves)) {
      const rule: Transition = transitions[event];
      if (rule.from.includes(status)) continue;
      const answer = await muster.mutate(mutation, {
        jobId,
        ...(mutation === 'assign' ? { agentId } : {}),
        ...(mutation === 'requestResubmission' ? { feedback: 'more' } : {}),
      });
      expect(answer, mutation).toMatchObject({
        __typename: 'IllegalTransition',
        code: 'ILLEGAL_TRANSITION',
        status,
        message: expect.stringContaining(status),
      });
    }
    expect(await storyOf(muster, jobId)).toEqual(before);
  });
});

describe('the audit log', () => {
  const apiKey = 'sk-proj-1234567890abcdefghijklmnop';

  test('holds what was sent and what came back, without secrets and tokens', async () => {
    const agent = await startTestAgent(({ answer, body }) =>
      answer(200, {
        outcome: 'COMPLETED',
        output: { rows: 3, echo: body.data.leaseToken, password: 'hunter2' },
      }),
    );
    const { id: agentId, secret } = await newAgent(muster, { endpoint: agent.url });
    const jobId = await newJob(muster, { inputs: { csv: 'a\n1', apiKey } });
    await assignTo(muster, jobId, agentId);
    const job = await reached(muster, jobId, 'COMPLETED');
    const { leaseToken } = (await agent.next()).body.data;

    const [created, assigned, completed] = job.logs;
    expect(created).toMatchObject({
      requestPayload: { title: 'A piece of work', inputs: { csv: 'a\n1', apiKey: '[redacted]' } },
    });
    expect(assigned).toMatchObject({
      requestPayload: { agentId, inputs: { csv: 'a\n1', apiKey: '[redacted]' } },
    });
    expect(completed).toMatchObject({
      requestPayload: {
        method: 'POST',
        url: agent.url,
        body: {
          type: 'assignment.created',
          data: {
            leaseToken: '[redacted]',
            job: { id: jobId, inputs: { csv: 'a\n1', apiKey: '[redacted]' } },
          },
        },
      },
      responsePayload: {
        status: 200,
        durationMs: expect.any(Number),
        body: {
          outcome: 'COMPLETED',
          output: { rows: 3, echo: '[redacted]', password: '[redacted]' },
        },
      },
    });
    const log = JSON.stringify(job.logs);
    for (const word of [leaseToken, secret, apiKey, 'hunter2', muster.token])
      expect(log).not.toContain(word);
    // The job itself keeps what it was given: the agent works with it.
    expect(job.inputs.apiKey).toBe(apiKey);
    expect(job.result).toMatchObject({ rows: 3, password: 'hunter2' });
  });

  test('holds what was sent and what came back of a failed attempt too', async () => {
    const agent = await startTestAgent(({ answer }) =>
      answer(500, { error: 'out of memory', authorization: 'Bearer abcdefghijklmnopqrstuvwxyz' }),
    );
    const { id: agentId } = await newAgent(muster, { endpoint: agent.url });
    const jobId = await newJob(muster, { inputs: { n: 1 } });
    await assignTo(muster, jobId, agentId);
    const job = await reached(muster, jobId, 'FAILED');
    expect(job.logs.at(-1)).toMatchObject({
      status: 'FAILED',
      actor: `agent:${agentId}`,
      message: expect.stringContaining('HTTP 500'),
      requestPayload: { url: agent.url, body: { data: { job: { inputs: { n: 1 } } } } },
      responsePayload: {
        status: 500,
        body: { error: 'out of memory', authorization: '[redacted]' },
      },
    });
  });

  test('takes the lease token out of a report and of its message', async () => {
    const agent = await startTestAgent(({ answer }) => answer(202));
    const { id: agentId } = await newAgent(muster, { endpoint: agent.url });
    const jobId = await newJob(muster);
    const assignmentId = await assignTo(muster, jobId, agentId);
    await reached(muster, jobId, 'IN_PROGRESS');
    const { leaseToken } = (await agent.next()).body.data;
    const report = {
      assignmentId,
      leaseToken,
      outcome: 'COMPLETED',
      message: `Done under ${leaseToken}`,
      output: { echo: leaseToken },
    };
    expect(await muster.mutate('reportAssignment', report)).toMatchObject({
      __typename: 'ReportAssignmentSuccess',
    });
    expect(await muster.mutate('reportAssignment', report)).toMatchObject({ code: 'STALE_LEASE' });
    const { logs, assignments } = await storyOf(muster, jobId);
    expect(logs.at(-1)).toMatchObject({
      message: 'Done under [redacted]',
      responsePayload: { outcome: 'COMPLETED', output: { echo: '[redacted]' } },
    });
    expect(assignments[0].refusedReports).toMatchObject([{ outcome: 'COMPLETED' }]);
    expect(JSON.stringify({ logs, assignments })).not.toContain(leaseToken);
  });

  test('cuts what is too long for a row, and says so', async () => {
    const jobId = await newJob(muster, { inputs: { text: 'x'.repeat(100_000) } });
    const { logs, inputs } = await storyOf(muster, jobId);
    expect(inputs.text).toHaveLength(100_000);
    expect(JSON.stringify(logs[0].requestPayload).length).toBeLessThan(25_000);
    expect(logs[0].requestPayload.inputs.text).toContain('[100,000 characters in all]');
  });
});
