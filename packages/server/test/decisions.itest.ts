import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import type { Json } from './kit/client.ts';
import { assignTo, newAgent, newJob, storyOf, unique } from './kit/story.ts';
import { startTestMuster, type TestMuster } from './kit/test-muster.ts';

let muster: TestMuster;
beforeAll(async () => {
  muster = await startTestMuster();
});
afterAll(() => muster?.stop());

const jobOf = async (id: string): Promise<Json> =>
  (
    await muster.graphql(
      `query ($id: ID!) { job(id: $id) { status version attention waiting { reason message nearest { agent { id } } }
         decision { outcome method winner { id } reason createdAt job { id } policyVersion matcherVersion candidates { agent { id } eligible } } } }`,
      { id },
    )
  ).job;

/** Reads the job until it is as it should be; the test's time limit ends it. */
async function until(id: string, fits: (job: Json) => boolean): Promise<Json> {
  for (;;) {
    const job = await jobOf(id);
    if (fits(job)) return job;
    await new Promise((resolve) => setTimeout(resolve, 50));
  }
}

const policy = (changes: Record<string, unknown>) =>
  muster.mutate('updateMatchingPolicy', { policy: changes });

/** Two agents between which the score cannot decide, since the policy asks for more than it can be. */
async function unsure() {
  await policy({ assignAbove: 1 });
  const skill = unique('skill');
  const with_ = (description: string) => ({ skills: [{ name: skill }], description });
  const agents = [
    await newAgent(muster, with_('translates letters into French')),
    await newAgent(muster, with_('translates novels into Dutch')),
  ];
  return { skill, agents, job: { title: 'Translate this', requiredSkills: [skill] } };
}

describe('a job that the matcher is not sure about', () => {
  test('waits for a person, with the candidates in its record; assigning it by hand ends that', async () => {
    const { agents, job } = await unsure();
    const jobId = await newJob(muster, job);
    expect(await muster.mutate('autoAssign', { jobId })).toMatchObject({
      __typename: 'NeedsDecision',
      code: 'NEEDS_DECISION',
      message: expect.stringContaining('Needs a decision: '),
    });
    const waits = await jobOf(jobId);
    expect(waits).toMatchObject({
      status: 'PENDING',
      version: 2,
      attention: 'NEEDS_DECISION',
      waiting: { reason: 'NEEDS_DECISION' },
      decision: { outcome: 'NEEDS_DECISION', winner: null, job: { id: jobId } },
    });
    expect(waits.decision.createdAt).not.toBeNull();
    for (const { name } of agents) expect(waits.waiting.message).toContain(name);
    expect((await storyOf(muster, jobId)).logs.at(-1)).toMatchObject({
      status: 'PENDING',
      previousStatus: 'PENDING',
      message: `Needs a decision: ${waits.decision.reason}`,
    });

    const count = `{ jobs(filter: { attention: [NEEDS_DECISION] }) { totalCount edges { node { id } } } }`;
    const before = await muster.graphql(count);
    expect(before.jobs.edges.map(({ node }: Json) => node.id)).toContain(jobId);
    await assignTo(muster, jobId, agents[1]?.id ?? '');
    expect(await jobOf(jobId)).toMatchObject({
      status: 'ASSIGNED',
      attention: null,
      decision: { outcome: 'ASSIGN', method: 'MANUAL', winner: { id: agents[1]?.id } },
    });
    expect((await muster.graphql(count)).jobs.totalCount).toBe(before.jobs.totalCount - 1);
  });

  test('is answered over REST with problem details', async () => {
    const { job } = await unsure();
    const jobId = await newJob(muster, job);
    const { status, body } = await muster.post(`/api/jobs/${jobId}/auto-assign`, {});
    expect(status).toBe(409);
    expect(body).toMatchObject({ code: 'NEEDS_DECISION', decision: { outcome: 'NEEDS_DECISION' } });
  });

  test('in the queue, is said once, looked at again when an agent or the policy changed, and then assigned', async () => {
    const { agents, job } = await unsure();
    const jobId = await newJob(muster, { ...job, autoAssign: true });
    const left = await until(jobId, ({ attention }) => attention !== null);
    expect(left).toMatchObject({ attention: 'NEEDS_DECISION', version: 2 });

    // Nothing that matters to it: other jobs come and go, and an agent changes that changes nothing.
    await assignTo(muster, await newJob(muster), (await newAgent(muster)).id);
    await muster.mutate('updateAgent', { agentId: agents[0]?.id, capacity: 3 });
    await until(await newJob(muster, { ...job, autoAssign: true }), ({ attention }) => attention);
    expect((await jobOf(jobId)).version).toBe(2);

    await policy({ assignAbove: 0 });
    const assigned = await until(jobId, ({ status }) => status === 'ASSIGNED');
    expect(assigned).toMatchObject({ attention: null, version: 3 });
    expect(assigned.decision.outcome).toBe('ASSIGN');
  });
});

describe('a job that nobody can take', () => {
  test('needs a person until an agent appears that can take it, also one that is not in the queue', async () => {
    const skill = unique('skill');
    const jobId = await newJob(muster, { requiredSkills: [skill] });
    expect(await muster.mutate('autoAssign', { jobId })).toMatchObject({
      __typename: 'NoAgentMatched',
    });
    const left = await jobOf(jobId);
    expect(left).toMatchObject({ attention: 'NO_AGENT', decision: { outcome: 'NO_AGENT' } });
    await newAgent(muster, { skills: [{ name: skill }] });
    await until(jobId, ({ attention }) => attention === null);
    expect((await storyOf(muster, jobId)).logs.at(-1)).toMatchObject({
      status: 'PENDING',
      jobVersion: 3,
      actor: 'system',
      message: 'An agent that has what the job takes is there now.',
    });
  });

  test('in the queue, is assigned to the agent that appears', async () => {
    const skill = unique('skill');
    const jobId = await newJob(muster, { requiredSkills: [skill], autoAssign: true });
    await until(jobId, ({ attention }) => attention === 'NO_AGENT');
    const { id } = await newAgent(muster, { skills: [{ name: skill }] });
    const assigned = await until(jobId, ({ status }) => status === 'ASSIGNED');
    expect(assigned).toMatchObject({ attention: null, decision: { winner: { id } } });
  });

  test('says the same nearest agent in its log and while it waits', async () => {
    const [one, other] = [unique('skill'), unique('skill')];
    const near = await newAgent(muster, { skills: [{ name: one }], description: 'reads letters' });
    const jobId = await newJob(muster, {
      title: 'Read letters',
      requiredSkills: [one, other],
      autoAssign: true,
    });
    // What a waiting job says may be half a second old: the agent may be newer.
    const left = await until(
      jobId,
      ({ attention, waiting }) =>
        attention === 'NO_AGENT' && waiting?.nearest?.agent.id === near.id,
    );
    expect(left.decision.reason).toContain(`Nearest: ${near.name} (`);
  });
});

describe('tags', () => {
  const verdictsOf = async (jobId: string, agentId: string): Promise<Json> => {
    const { previewAssignment } = await muster.graphql(
      `query ($id: ID!) { previewAssignment(jobId: $id) { candidates { agent { id } verdicts { filter passed reason } } } }`,
      { id: jobId },
    );
    const { verdicts } = previewAssignment.candidates.find(
      ({ agent }: Json) => agent.id === agentId,
    );
    return verdicts.find(({ filter }: Json) => filter === 'tags');
  };

  test('keep a job from an agent when either side says so, and are told back', async () => {
    const skill = unique('skill');
    const agent = await newAgent(muster, {
      skills: [{ name: skill }],
      tags: ['EU'],
      jobTags: { refuses: ['pii'] },
      costPerJob: 0.25,
    });
    const job = async (input: Record<string, unknown>) =>
      newJob(muster, { requiredSkills: [skill], ...input });
    expect(
      await verdictsOf(await job({ tags: ['pii'], agentTags: { demands: ['gpu'] } }), agent.id),
    ).toMatchObject({
      passed: false,
      reason: 'has no tag gpu, which the job demands; refuses jobs tagged pii',
    });
    const fits = await job({ tags: ['public'], agentTags: { demands: ['eu'], refuses: ['us'] } });
    expect(await verdictsOf(fits, agent.id)).toMatchObject({ passed: true, reason: null });

    await muster.mutate('updateAgent', { agentId: agent.id, jobTags: { demands: ['pii'] } });
    expect(await verdictsOf(fits, agent.id)).toMatchObject({
      reason: 'takes only jobs tagged pii',
    });
    const told = await muster.graphql(
      `query ($job: ID!, $agent: ID!) { job(id: $job) { tags agentTags { demands refuses } }
         agent(id: $agent) { tags jobTags { demands refuses } costPerJob } }`,
      { job: fits, agent: agent.id },
    );
    expect(told).toEqual({
      job: { tags: ['public'], agentTags: { demands: ['eu'], refuses: ['us'] } },
      agent: { tags: ['EU'], jobTags: { demands: ['pii'], refuses: [] }, costPerJob: 0.25 },
    });
  });

  test('that cannot be are refused, by their field', async () => {
    const refused = await muster.mutate('createJob', {
      title: 'A job',
      tags: ['x'.repeat(65)],
      agentTags: { refuses: [' '] },
    });
    expect(refused.issues.map(({ path }: Json) => path)).toEqual(['tags.0', 'agentTags.refuses.0']);
    const agent = await newAgent(muster);
    const update = await muster.mutate('updateAgent', { agentId: agent.id, costPerJob: -1 });
    expect(update.issues.map(({ path }: Json) => path)).toEqual(['costPerJob']);
  });
});
