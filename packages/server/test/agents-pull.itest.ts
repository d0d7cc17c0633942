import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import type { TestClient } from './kit/client.ts';
import { onPostgres } from './kit/fresh-database.ts';
import { agentOf, assignTo, newAgent, newJob, storyOf } from './kit/story.ts';
import { musterForTest, startTestMuster, type TestMuster } from './kit/test-muster.ts';

let muster: TestMuster;
beforeAll(async () => {
  muster = await startTestMuster();
});
afterAll(() => muster.stop());

const nothing = { __typename: 'ClaimAssignmentSuccess', assignment: null, leaseToken: null };

async function pullAgent(input: Record<string, unknown> = {}) {
  const agent = await newAgent(muster, input);
  return { ...agent, client: muster.as(agent.token) };
}

const claim = (client: TestClient, waitMs: number) => client.mutate('claimAssignment', { waitMs });

/**
 * A claim that has reached the server and waits: its agent was seen, which only an agent shows that never asked before.
 * It waits for longer than a test may take: unless something wakes it, the test fails.
 */
async function waitingClaim(agent: { id: string; client: TestClient }, waitMs = 60_000) {
  const claimed = claim(agent.client, waitMs);
  for (;;) {
    const { agent: seen } = await muster.graphql(
      'query ($id: ID!) { agent(id: $id) { lastSeenAt } }',
      { id: agent.id },
    );
    if (seen.lastSeenAt !== null) return claimed;
  }
}

/** A job that the agent has claimed. */
async function held(agent: { id: string; client: TestClient }) {
  const jobId = await newJob(muster);
  const assignmentId = await assignTo(muster, jobId, agent.id);
  const { assignment, leaseToken } = await claim(agent.client, 5_000);
  expect(assignment.id).toBe(assignmentId);
  return { jobId, assignmentId, leaseToken };
}

test('a PULL agent’s token is shown once, opens its work, and nothing else', async () => {
  const agent = await pullAgent();
  expect(agent.token).toMatch(/^[\w-]{43}$/);
  expect(await claim(agent.client, 0)).toEqual(nothing);

  const { token } = await muster.mutate('rotateAgentToken', { agentId: agent.id });
  expect(token).not.toBe(agent.token);
  expect(await claim(muster.as(token), 0)).toEqual(nothing);
  expect((await agent.client.post('/graphql', { query: '{ version }' })).status).toBe(401);
  await expect(muster.as(token).mutate('createJob', { title: 'Mine' })).rejects.toThrow(
    'FORBIDDEN',
  );
  await expect(claim(muster, 0)).rejects.toThrow('FORBIDDEN');
});

describe('claiming', () => {
  test('gives the oldest assignment, and starts it', async () => {
    const agent = await pullAgent({ capacity: 2 });
    const [first, second] = [await newJob(muster, { inputs: { n: 1 } }), await newJob(muster)];
    await assignTo(muster, first, agent.id);
    await assignTo(muster, second, agent.id);

    const claimed = await claim(agent.client, 0);
    expect(claimed).toMatchObject({
      assignment: { attempt: 1, state: 'IN_PROGRESS', job: { id: first, inputs: { n: 1 } } },
      leaseToken: expect.stringMatching(/^[\w-]{43}$/),
    });
    expect((await claim(agent.client, 0)).assignment.job.id).toBe(second);
    expect(await claim(agent.client, 0)).toEqual(nothing);
    expect(await storyOf(muster, first)).toMatchObject({
      status: 'IN_PROGRESS',
      logs: [
        { status: 'PENDING' },
        { status: 'ASSIGNED' },
        { status: 'IN_PROGRESS', actor: `agent:${agent.id}` },
      ],
    });
  });

  test('answers with nulls when nothing came within the wait, and not before', async () => {
    const agent = await pullAgent();
    const before = performance.now();
    expect(await claim(agent.client, 400)).toEqual(nothing);
    expect(performance.now() - before).toBeGreaterThanOrEqual(390);
  });

  test('waits, and gets a job that is assigned meanwhile at once', async () => {
    const agent = await pullAgent();
    const claimed = waitingClaim(agent);
    const jobId = await newJob(muster);
    await assignTo(muster, jobId, agent.id);
    expect((await claimed).assignment.job.id).toBe(jobId);
  });

  test('is not woken into another agent’s work', async () => {
    const [agent, other] = [await pullAgent(), await pullAgent()];
    const claimed = waitingClaim(agent, 500);
    await assignTo(muster, await newJob(muster), other.id);
    expect(await claimed).toEqual(nothing);
    expect((await claim(other.client, 0)).assignment).not.toBeNull();
  });

  test('by several processes of one agent gives each job to one of them', async () => {
    const agent = await pullAgent({ capacity: 10 });
    const claims = Array.from({ length: 10 }, () => claim(agent.client, 60_000));
    const jobs = await Promise.all(Array.from({ length: 10 }, () => newJob(muster)));
    await Promise.all(jobs.map((jobId) => assignTo(muster, jobId, agent.id)));

    const answers = await Promise.all(claims);
    expect(answers.map(({ assignment }) => assignment?.job.id).toSorted()).toEqual(jobs.toSorted());
    expect(await claim(agent.client, 0)).toEqual(nothing);
  });

  test('that waited when its job was cancelled again gets nothing of it', async () => {
    const agent = await pullAgent();
    const jobId = await newJob(muster);
    await assignTo(muster, jobId, agent.id);
    await muster.mutate('cancelAssignment', { jobId });
    expect(await claim(agent.client, 0)).toEqual(nothing);
  });

  test('by an agent that hangs up leaves nothing behind: the next claim gets the job', async () => {
    const agent = await pullAgent();
    for (let round = 0; round < 5; round += 1) {
      const hangUp = new AbortController();
      const waiting = fetch(`${muster.url}/graphql`, {
        method: 'POST',
        signal: hangUp.signal,
        headers: { authorization: `Bearer ${agent.token}`, 'content-type': 'application/json' },
        body: JSON.stringify({
          query: 'mutation { claimAssignment(input: { waitMs: 60000 }) { __typename } }',
        }),
      });
      // Another request on its way there and back: the claim before it has arrived too.
      await agentOf(muster, agent.id);
      hangUp.abort();
      await expect(waiting).rejects.toThrow();
      // And once more, for the news of the hang-up.
      await agentOf(muster, agent.id);

      const jobId = await newJob(muster);
      const assignmentId = await assignTo(muster, jobId, agent.id);
      const { assignment, leaseToken } = await claim(agent.client, 5_000);
      expect(assignment?.job.id).toBe(jobId);
      await agent.client.mutate('reportAssignment', {
        assignmentId,
        leaseToken,
        outcome: 'COMPLETED',
      });
    }
  });

  test.skipIf(!onPostgres)(
    'gets a job at once that was assigned through another server',
    async () => {
      const other = await musterForTest({ database: muster.database });
      const agent = await pullAgent();
      const claimed = waitingClaim(agent);
      const jobId = await newJob(other);
      await assignTo(other, jobId, agent.id);
      expect((await claimed).assignment.job.id).toBe(jobId);
    },
  );

  test.skipIf(!onPostgres)('on two servers at once gives each job once', async () => {
    const other = await musterForTest({ database: muster.database });
    const agent = await pullAgent({ capacity: 20 });
    const jobs = await Promise.all(Array.from({ length: 20 }, () => newJob(muster)));
    await Promise.all(jobs.map((jobId) => assignTo(muster, jobId, agent.id)));
    const answers = await Promise.all(
      Array.from({ length: 20 }, (_, n) =>
        claim((n % 2 === 0 ? muster : other).as(agent.token), 5_000),
      ),
    );
    expect(answers.map(({ assignment }) => assignment?.job.id).toSorted()).toEqual(jobs.toSorted());
  });
});

describe('while it works', () => {
  test('a heartbeat extends the lease', async () => {
    const agent = await pullAgent();
    const { assignmentId, leaseToken, jobId } = await held(agent);
    const [{ leaseExpiresAt }] = (await storyOf(muster, jobId)).assignments;
    const beat = await agent.client.mutate('heartbeat', { assignmentId, leaseToken });
    expect(beat.__typename).toBe('HeartbeatSuccess');
    expect(Date.parse(beat.leaseExpiresAt)).toBeGreaterThan(Date.parse(leaseExpiresAt));
    expect((await storyOf(muster, jobId)).assignments[0].leaseExpiresAt).toBe(beat.leaseExpiresAt);
  });

  test('STARTED may be said again, and changes nothing but the lease', async () => {
    const agent = await pullAgent();
    const { assignmentId, leaseToken, jobId } = await held(agent);
    for (let n = 0; n < 3; n += 1)
      expect(
        await agent.client.mutate('reportAssignment', {
          assignmentId,
          leaseToken,
          outcome: 'STARTED',
        }),
      ).toMatchObject({ assignment: { state: 'IN_PROGRESS' } });
    expect(await storyOf(muster, jobId)).toMatchObject({ status: 'IN_PROGRESS', version: 3 });
  });
});

describe('reporting', () => {
  test.each([
    [{ outcome: 'COMPLETED', output: { n: 1 } }, 'COMPLETED', null],
    [{ outcome: 'REJECTED', message: 'No.' }, 'REJECTED', 'refused'],
    [{ outcome: 'RESUBMISSION_REQUIRED', message: 'More.' }, 'RESUBMISSION_REQUIRED', 'bad_input'],
    [
      { outcome: 'FAILED', failure: { class: 'agent_error', message: 'Oh.' } },
      'FAILED',
      'agent_error',
    ],
    [{ outcome: 'FAILED', failure: { class: 'transient' } }, 'FAILED', 'transient'],
  ])('%j ends the job in %s', async (report, status, failureClass) => {
    const agent = await pullAgent();
    const { assignmentId, leaseToken, jobId } = await held(agent);
    const reported = await agent.client.mutate('reportAssignment', {
      assignmentId,
      leaseToken,
      ...report,
    });
    expect(reported).toMatchObject({
      __typename: 'ReportAssignmentSuccess',
      assignment: { id: assignmentId, state: status },
    });
    expect(await storyOf(muster, jobId)).toMatchObject({
      status,
      assignments: [{ state: status, failureClass, leaseExpiresAt: null }],
    });
    expect(await agentOf(muster, agent.id)).toMatchObject({ activeJobs: 0 });
  });

  test('quota makes the agent cool down for as long as it says', async () => {
    const agent = await pullAgent();
    const { assignmentId, leaseToken } = await held(agent);
    await agent.client.mutate('reportAssignment', {
      assignmentId,
      leaseToken,
      outcome: 'FAILED',
      failure: { class: 'quota', message: 'Spent.', retryAfterMs: 60_000 },
    });
    expect(await agentOf(muster, agent.id)).toMatchObject({ availability: 'COOLING_DOWN' });
  });

  test('after the end is STALE_LEASE whatever it says, and so is a heartbeat', async () => {
    const agent = await pullAgent();
    const { assignmentId, leaseToken, jobId } = await held(agent);
    const report = { assignmentId, leaseToken, outcome: 'COMPLETED', output: 'first' };
    await agent.client.mutate('reportAssignment', report);
    const before = await storyOf(muster, jobId);

    const stale = { __typename: 'StaleLease', code: 'STALE_LEASE' };
    for (const late of [
      { ...report, output: 'second' },
      { assignmentId, leaseToken, outcome: 'STARTED' },
      { assignmentId, leaseToken, outcome: 'REJECTED', message: 'After all, no.' },
    ])
      expect(await agent.client.mutate('reportAssignment', late)).toMatchObject(stale);
    expect(await agent.client.mutate('heartbeat', { assignmentId, leaseToken })).toMatchObject(
      stale,
    );

    const { assignments, ...job } = await storyOf(muster, jobId);
    const { assignments: attempts, ...same } = before;
    expect(job).toEqual(same);
    // Newest first; that it started carries nothing to keep.
    expect(assignments[0].refusedReports).toMatchObject([
      { outcome: 'REJECTED', payload: { message: 'After all, no.' } },
      { outcome: 'COMPLETED', payload: { output: 'second' } },
    ]);
    expect(attempts[0].refusedReports).toEqual([]);
  });

  test('by one process with the lease of another’s assignment is refused', async () => {
    const [agent, other] = [await pullAgent(), await pullAgent()];
    const [mine, theirs] = [await held(agent), await held(other)];
    expect(
      await agent.client.mutate('reportAssignment', {
        assignmentId: theirs.assignmentId,
        leaseToken: mine.leaseToken,
        outcome: 'COMPLETED',
      }),
    ).toMatchObject({ code: 'STALE_LEASE' });
    expect((await storyOf(muster, theirs.jobId)).status).toBe('IN_PROGRESS');
  });
});
