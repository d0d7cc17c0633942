import { afterAll, beforeAll, expect, test } from 'vitest';
import { agentOf, assignTo, newAgent, newJob, reached, storyOf } from './kit/story.ts';
import { startTestAgent } from './kit/test-agent.ts';
import { startTestMuster, type TestMuster } from './kit/test-muster.ts';

const leaseMs = 1_500;

let muster: TestMuster;
beforeAll(async () => {
  muster = await startTestMuster({ leaseMs, acceptMs: leaseMs });
});
afterAll(() => muster.stop());

/** Beats until the lease has been extended past so many leases from now, by the server's own answers. */
async function beatPast(leases: number, beat: () => Promise<string>): Promise<void> {
  const from = Date.parse(await beat());
  while (Date.parse(await beat()) < from + leases * leaseMs);
}

test('an agent that accepts and goes silent loses the job when its lease has run out', async () => {
  const endpoint = await startTestAgent(({ answer }) => answer(202));
  const agent = await newAgent(muster, { endpoint: endpoint.url });
  const jobId = await newJob(muster);
  const assignmentId = await assignTo(muster, jobId, agent.id);
  const { leaseToken } = (await endpoint.next()).body.data;

  const job = await reached(muster, jobId, 'FAILED');
  expect(job).toMatchObject({ status: 'FAILED', version: 4 });
  expect(job.assignments).toMatchObject([
    {
      state: 'EXPIRED',
      failureClass: 'lease_expired',
      message: expect.stringContaining('1.5 s'),
      leaseExpiresAt: null,
      endedAt: expect.any(String),
      refusedReports: [],
    },
  ]);
  const { startedAt, endedAt } = job.assignments[0];
  expect(Date.parse(endedAt) - Date.parse(startedAt)).toBeGreaterThanOrEqual(leaseMs);
  expect(job.logs.at(-1)).toMatchObject({
    status: 'FAILED',
    actor: 'system',
    message: expect.stringContaining('silent past its lease'),
  });
  expect(await agentOf(muster, agent.id)).toMatchObject({ activeJobs: 0, failedJobs: 1 });

  // What it brings in the end comes too late; it is kept, and changes nothing.
  const late = { assignmentId, leaseToken, outcome: 'COMPLETED', output: 'sorry' };
  expect(await muster.mutate('reportAssignment', late)).toMatchObject({ code: 'STALE_LEASE' });
  expect(await muster.mutate('heartbeat', { assignmentId, leaseToken })).toMatchObject({
    code: 'STALE_LEASE',
  });
  expect(await storyOf(muster, jobId)).toMatchObject({
    status: 'FAILED',
    version: 4,
    result: null,
    assignments: [{ refusedReports: [{ outcome: 'COMPLETED', payload: { output: 'sorry' } }] }],
  });
});

test('a PULL agent that never comes for its job loses it too', async () => {
  const agent = await newAgent(muster);
  const jobId = await newJob(muster);
  await assignTo(muster, jobId, agent.id);
  const job = await reached(muster, jobId, 'FAILED');
  expect(job.assignments).toMatchObject([{ state: 'EXPIRED', startedAt: null }]);
  expect(await muster.as(agent.token).mutate('claimAssignment', { waitMs: 0 })).toMatchObject({
    assignment: null,
  });
});

test('heartbeats keep the lease for as long as they come, and no longer', async () => {
  const endpoint = await startTestAgent(({ answer }) => answer(202));
  const agent = await newAgent(muster, { endpoint: endpoint.url });
  const jobId = await newJob(muster);
  const assignmentId = await assignTo(muster, jobId, agent.id);
  const { leaseToken } = (await endpoint.next()).body.data;
  await reached(muster, jobId, 'IN_PROGRESS');

  await beatPast(3, async () => {
    const beat = await muster.mutate('heartbeat', { assignmentId, leaseToken });
    expect(beat.__typename).toBe('HeartbeatSuccess');
    return beat.leaseExpiresAt;
  });
  expect((await storyOf(muster, jobId)).status).toBe('IN_PROGRESS');

  expect(await reached(muster, jobId, 'FAILED')).toMatchObject({
    assignments: [{ state: 'EXPIRED', failureClass: 'lease_expired' }],
  });
});

test('a report that it started keeps the lease as a heartbeat does', async () => {
  const agent = await newAgent(muster);
  const asAgent = muster.as(agent.token);
  const jobId = await newJob(muster);
  const assignmentId = await assignTo(muster, jobId, agent.id);
  const { leaseToken } = await asAgent.mutate('claimAssignment', {});
  const report = { assignmentId, leaseToken };

  await beatPast(2, async () => {
    const { assignment } = await asAgent.mutate(
      'reportAssignment',
      { ...report, outcome: 'STARTED' },
      '... on ReportAssignmentSuccess { assignment { leaseExpiresAt } }',
    );
    return assignment.leaseExpiresAt;
  });
  await asAgent.mutate('reportAssignment', { ...report, outcome: 'COMPLETED', output: 1 });
  expect(await storyOf(muster, jobId)).toMatchObject({ status: 'COMPLETED', version: 4 });
});

test('while an HTTP call is open the lease is kept without a word from the agent', async () => {
  const endpoint = await startTestAgent();
  const agent = await newAgent(muster, { endpoint: endpoint.url });
  const jobId = await newJob(muster);
  await assignTo(muster, jobId, agent.id);
  const delivery = await endpoint.next();

  // Past three leases from now, by what the server says of the assignment.
  await beatPast(3, async () => {
    const { status, assignments } = await storyOf(muster, jobId);
    expect(status).toBe('ASSIGNED');
    return assignments[0].leaseExpiresAt;
  });
  delivery.answer(200, { outcome: 'COMPLETED', output: 'It took its time.' });
  expect(await reached(muster, jobId, 'COMPLETED')).toMatchObject({
    result: 'It took its time.',
    version: 3,
    assignments: [{ refusedReports: [] }],
  });
});

test('a job whose lease ran out can be put up again, and the new attempt has a lease of its own', async () => {
  const agent = await newAgent(muster);
  const asAgent = muster.as(agent.token);
  const jobId = await newJob(muster);
  const first = await assignTo(muster, jobId, agent.id);
  const old = (await asAgent.mutate('claimAssignment', {})).leaseToken;
  await reached(muster, jobId, 'FAILED');

  await muster.mutate('resubmit', { jobId });
  const second = await assignTo(muster, jobId, agent.id);
  const { leaseToken } = await asAgent.mutate('claimAssignment', {});
  expect(leaseToken).not.toBe(old);
  for (const assignmentId of [first, second])
    expect(
      await asAgent.mutate('reportAssignment', {
        assignmentId,
        leaseToken: old,
        outcome: 'COMPLETED',
      }),
    ).toMatchObject({ code: 'STALE_LEASE' });
  expect(
    await asAgent.mutate('reportAssignment', {
      assignmentId: second,
      leaseToken,
      outcome: 'COMPLETED',
      output: 'second',
    }),
  ).toMatchObject({ __typename: 'ReportAssignmentSuccess' });
  expect(await storyOf(muster, jobId)).toMatchObject({ status: 'COMPLETED', result: 'second' });
});
