import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import type { Json } from './kit/client.ts';
import { onPostgres } from './kit/fresh-database.ts';
import { expectInvariants } from './kit/invariants.ts';
import { agentOf, newAgent, newJob, storyOf } from './kit/story.ts';
import { musterForTest, startTestMuster, type TestMuster } from './kit/test-muster.ts';

let muster: TestMuster;
beforeAll(async () => {
  muster = await startTestMuster();
});
afterAll(() => muster.stop());

const times = <T>(count: number, make: (n: number) => Promise<T>) =>
  Promise.all(Array.from({ length: count }, (_, n) => make(n)));

const count = (answers: readonly Json[], key: '__typename' | 'code') =>
  Object.fromEntries(
    [...Map.groupBy(answers, (answer) => String(answer[key]))].map(([name, group]) => [
      name,
      group.length,
    ]),
  );

test('of two hundred assigns of one job at once exactly one wins, and the others are told', async () => {
  const agents = await times(4, () => newAgent(muster, { capacity: 100 }));
  const jobId = await newJob(muster);

  const answers = await times(200, (n) =>
    muster.mutate('assign', { jobId, agentId: agents[n % agents.length]?.id }),
  );

  const won = answers.filter(({ __typename }) => __typename === 'AssignSuccess');
  expect(won).toHaveLength(1);
  const lost = answers.filter(({ __typename }) => __typename !== 'AssignSuccess');
  for (const { code } of lost) expect(['ILLEGAL_TRANSITION', 'CONFLICT']).toContain(code);

  const { status, version, agent, logs, assignments } = await storyOf(muster, jobId);
  expect({ status, version }).toEqual({ status: 'ASSIGNED', version: 2 });
  expect(logs.map((row: Json) => row.status)).toEqual(['PENDING', 'ASSIGNED']);
  expect(assignments).toHaveLength(1);
  expect(assignments[0].id).toBe(won[0].assignment.id);
  const loads = await times(agents.length, async (n) => agentOf(muster, agents[n]?.id ?? ''));
  expect(loads.map(({ id, activeJobs }) => ({ id, activeJobs }))).toEqual(
    agents.map(({ id }) => ({ id, activeJobs: id === agent.id ? 1 : 0 })),
  );
});

test('no agent is ever given more than its capacity: of 300 jobs for 15 places exactly 15 are taken', async () => {
  const agents = await times(5, () => newAgent(muster, { capacity: 3 }));
  const jobs = await times(300, () => newJob(muster));

  const answers = await times(300, (n) =>
    muster.mutate('assign', { jobId: jobs[n], agentId: agents[n % agents.length]?.id }),
  );

  expect(count(answers, '__typename')).toEqual({ AssignSuccess: 15, AgentAtCapacity: 285 });
  for (const { id } of agents) {
    expect(await agentOf(muster, id)).toMatchObject({
      activeJobs: 3,
      availability: 'AT_CAPACITY',
    });
  }
});

test('matching at once fills the agents to the last place and no further', async () => {
  await times(3, () =>
    newAgent(muster, { capacity: 4, skills: [{ name: 'scarce' }], description: 'scarce places' }),
  );
  const jobs = await times(40, () => newJob(muster, { requiredSkills: ['scarce'] }));

  const answers = await times(40, (n) => muster.mutate('autoAssign', { jobId: jobs[n] }));

  expect(count(answers, '__typename')).toEqual({ AutoAssignSuccess: 12, NoAgentMatched: 28 });
});

test('of a cancellation and a completion at once one happens, and the log tells which', async () => {
  const races = 60;
  const agent = await newAgent(muster, { capacity: races });
  const asAgent = muster.as(agent.token);
  const jobs = await times(races, () => newJob(muster));
  await times(races, (n) => muster.mutate('assign', { jobId: jobs[n], agentId: agent.id }));
  const held = await times(races, () => asAgent.mutate('claimAssignment', { waitMs: 1_000 }));
  expect(new Set(held.map(({ assignment }) => assignment.id)).size).toBe(races);

  const outcomes = await times(races, async (n) => {
    const { assignment, leaseToken } = held[n];
    const [cancelled, completed] = await Promise.all([
      muster.mutate('cancelAssignment', { jobId: assignment.job.id }),
      asAgent.mutate('reportAssignment', {
        assignmentId: assignment.id,
        leaseToken,
        outcome: 'COMPLETED',
        output: n,
      }),
    ]);
    return { jobId: assignment.job.id, cancelled, completed };
  });

  for (const { jobId, cancelled, completed } of outcomes) {
    const { status, result, logs, assignments } = await storyOf(muster, jobId);
    const last = logs.map((row: Json) => row.status);
    if (cancelled.__typename === 'CancelAssignmentSuccess') {
      expect(completed.code).toBe('STALE_LEASE');
      expect({ status, result, last }).toEqual({
        status: 'PENDING',
        result: null,
        last: ['PENDING', 'ASSIGNED', 'IN_PROGRESS', 'CANCELLED'],
      });
      expect(assignments[0]).toMatchObject({
        state: 'CANCELLED',
        refusedReports: [{ outcome: 'COMPLETED' }],
      });
    } else {
      expect(cancelled).toMatchObject({ code: 'ILLEGAL_TRANSITION', status: 'COMPLETED' });
      expect(completed.__typename).toBe('ReportAssignmentSuccess');
      expect({ status, last }).toEqual({
        status: 'COMPLETED',
        last: ['PENDING', 'ASSIGNED', 'IN_PROGRESS', 'COMPLETED'],
      });
      expect(assignments[0]).toMatchObject({ state: 'COMPLETED', refusedReports: [] });
    }
  }
});

test('whatever happened at once, every log is linear and every agent’s load is its open assignments', async () => {
  await expectInvariants(muster);
});

describe.skipIf(!onPostgres)('two servers on one database', () => {
  test('assign and cancel at once without a deadlock, and the invariants hold', async () => {
    const other = await musterForTest({ database: muster.database });
    const servers = [muster, other];
    const on = (n: number) => servers[n % 2] as TestMuster;
    const agents = await times(6, () => newAgent(muster, { capacity: 5 }));
    const jobs = await times(60, (n) => newJob(on(n)));

    // Each round: every job is fought over by both servers, for different agents, while half are taken back.
    for (let round = 0; round < 4; round += 1) {
      const answers = await times(240, (n) =>
        n % 4 === 3
          ? on(n >> 2).mutate('cancelAssignment', { jobId: jobs[n % 60] })
          : on(n).mutate('assign', { jobId: jobs[n % 60], agentId: agents[(n * 7) % 6]?.id }),
      );
      const allowed = [
        'AssignSuccess',
        'CancelAssignmentSuccess',
        'IllegalTransition',
        'AgentAtCapacity',
        'Conflict',
      ];
      for (const { __typename } of answers) expect(allowed).toContain(__typename);
    }
    await expectInvariants(other);
    // What one server did, the other one knows.
    const [jobId = ''] = jobs;
    expect(await storyOf(muster, jobId)).toEqual(await storyOf(other, jobId));
  });

  test('two hundred assigns of one job, half on each, have one winner', async () => {
    const other = await musterForTest({ database: muster.database });
    const agents = await times(4, () => newAgent(muster, { capacity: 100 }));
    const jobId = await newJob(muster);
    const answers = await times(200, (n) =>
      (n % 2 === 0 ? muster : other).mutate('assign', { jobId, agentId: agents[n % 4]?.id }),
    );
    expect(count(answers, '__typename')['AssignSuccess']).toBe(1);
    const { logs } = await storyOf(other, jobId);
    expect(logs.map((row: Json) => row.status)).toEqual(['PENDING', 'ASSIGNED']);
  });
});
