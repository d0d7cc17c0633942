import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { brokenDatabase } from './kit/broken-database.ts';
import type { Json } from './kit/client.ts';
import { assignTo, newAgent, newJob, storyOf } from './kit/story.ts';
import { musterForTest, startTestMuster, type TestMuster } from './kit/test-muster.ts';

let muster: TestMuster;
beforeAll(async () => {
  muster = await startTestMuster();
});
afterAll(() => muster?.stop());

/** A refusal as RFC 9457 has it. */
function problem(status: number, code: string, more: Json = {}): Json {
  return {
    status,
    body: {
      type: 'about:blank',
      title: expect.stringMatching(/\w/),
      status,
      detail: expect.stringMatching(/\w.*\.$/),
      code,
      ...more,
    },
  };
}

async function post(path: string, body: unknown = {}, headers: Record<string, string> = {}) {
  const { status, body: answer, headers: given } = await muster.post(path, body, headers);
  const type = given.get('content-type');
  expect(type).toMatch(status < 400 ? /^application\/json/ : /^application\/problem\+json/);
  expect(given.get('x-request-id')).toMatch(/^\w+$/);
  return { status, body: answer };
}

/** A job that an agent has claimed. */
async function claimed(): Promise<{ jobId: string; path: string; lease: Record<string, string> }> {
  const agent = await newAgent(muster);
  const jobId = await newJob(muster);
  await assignTo(muster, jobId, agent.id);
  const { assignment, leaseToken } = await muster
    .as(agent.token)
    .mutate('claimAssignment', { waitMs: 5_000 });
  return {
    jobId,
    path: `/api/assignments/${assignment.id}`,
    lease: { authorization: `Bearer ${leaseToken}` },
  };
}

describe('the paths of a job', () => {
  test('assign gives the job to the agent, with new inputs if there are some', async () => {
    const agent = await newAgent(muster);
    const jobId = await newJob(muster, { inputs: { old: true } });
    const { status, body } = await post(`/api/jobs/${jobId}/assign`, {
      agentId: agent.id,
      inputs: { n: 1 },
    });
    expect(status).toBe(200);
    expect(body).toMatchObject({
      job: { id: jobId, status: 'ASSIGNED', version: 2, inputs: { n: 1 }, agentId: agent.id },
      assignment: { jobId, agentId: agent.id, attempt: 1, state: 'ASSIGNED' },
    });
    expect(JSON.stringify(body)).not.toContain('leaseToken');
  });

  test('auto-assign needs no body, and chooses', async () => {
    const skill = `baking-${Date.now()}`;
    const agent = await newAgent(muster, { skills: [{ name: skill }] });
    const jobId = await newJob(muster, { requiredSkills: [skill] });
    for (const body of ['', '{}']) {
      const answer = await post(`/api/jobs/${jobId}/auto-assign`, body);
      if (body === '') {
        expect(answer).toMatchObject({ status: 200, body: { assignment: { agentId: agent.id } } });
      } else {
        expect(answer).toMatchObject(problem(409, 'ILLEGAL_TRANSITION'));
      }
    }
  });

  test('cancel takes it back, and the log has the reason', async () => {
    const agent = await newAgent(muster);
    const jobId = await newJob(muster);
    await assignTo(muster, jobId, agent.id);
    const answer = await post(`/api/jobs/${jobId}/cancel`, { reason: 'Changed plans.' });
    expect(answer).toMatchObject({
      status: 200,
      body: { job: { status: 'PENDING', agentId: null }, assignment: { state: 'CANCELLED' } },
    });
    const { logs } = await storyOf(muster, jobId);
    expect(logs.at(-1)).toMatchObject({ status: 'CANCELLED', actor: 'operator' });
    expect(JSON.stringify(logs.at(-1))).toContain('Changed plans.');
  });
});

describe('each refusal is problem details with the code that GraphQL gives', () => {
  test('NOT_FOUND: there is no such job', async () => {
    for (const path of ['auto-assign', 'assign', 'cancel']) {
      const answer = await post(`/api/jobs/nowhere/${path}`, { agentId: 'nobody' });
      expect(answer).toEqual(problem(404, 'NOT_FOUND', { id: 'nowhere' }));
    }
    const odd = await post('/api/jobs/%00%E0/assign', { agentId: 'x' });
    expect(odd).toMatchObject(problem(404, 'NOT_FOUND'));
  });

  test('NOT_FOUND: there is no such agent', async () => {
    const jobId = await newJob(muster);
    const answer = await post(`/api/jobs/${jobId}/assign`, { agentId: 'nobody' });
    expect(answer).toEqual(problem(404, 'NOT_FOUND', { id: 'nobody' }));
  });

  test('ILLEGAL_TRANSITION says where the job is, beside the status of the answer', async () => {
    const jobId = await newJob(muster);
    const answer = await post(`/api/jobs/${jobId}/cancel`);
    expect(answer).toEqual(problem(409, 'ILLEGAL_TRANSITION', { jobStatus: 'PENDING' }));
  });

  test('AGENT_AT_CAPACITY', async () => {
    const agent = await newAgent(muster, { capacity: 1 });
    await assignTo(muster, await newJob(muster), agent.id);
    const jobId = await newJob(muster);
    const answer = await post(`/api/jobs/${jobId}/assign`, { agentId: agent.id });
    expect(answer).toEqual(problem(409, 'AGENT_AT_CAPACITY', { agentId: agent.id }));
  });

  test('AGENT_UNAVAILABLE', async () => {
    const agent = await newAgent(muster);
    await muster.mutate('updateAgent', { agentId: agent.id, paused: true });
    const jobId = await newJob(muster);
    const answer = await post(`/api/jobs/${jobId}/assign`, { agentId: agent.id });
    expect(answer).toEqual(problem(409, 'AGENT_UNAVAILABLE', { agentId: agent.id }));
  });

  test('INPUTS_INVALID says what is wrong where', async () => {
    const agent = await newAgent(muster, {
      inputSchema: { type: 'object', properties: { n: { type: 'number' } }, required: ['n'] },
    });
    const jobId = await newJob(muster);
    const answer = await post(`/api/jobs/${jobId}/assign`, {
      agentId: agent.id,
      inputs: { n: 'one' },
    });
    const issues = [{ path: '/n', message: expect.any(String) }];
    expect(answer).toEqual(problem(422, 'INPUTS_INVALID', { issues }));
  });

  test('NO_AGENT_MATCHED carries why', async () => {
    const jobId = await newJob(muster, { requiredSkills: ['walking on water'] });
    const { status, body } = await post(`/api/jobs/${jobId}/auto-assign`);
    expect({ status, body }).toMatchObject(problem(409, 'NO_AGENT_MATCHED'));
    expect(body.decision.winnerAgentId).toBeNull();
  });

  test('IDEMPOTENCY_MISMATCH: the key of the header was used for something else', async () => {
    const headers = { 'idempotency-key': `rest-${Date.now()}` };
    const agent = await newAgent(muster, { capacity: 2 });
    const [one, other] = [await newJob(muster), await newJob(muster)];
    const first = await post(`/api/jobs/${one}/assign`, { agentId: agent.id }, headers);
    expect(first.status).toBe(200);
    // The same again: the same answer, and nothing done twice.
    const again = await post(`/api/jobs/${one}/assign`, { agentId: agent.id }, headers);
    expect(again).toEqual(first);
    const { assignments } = await storyOf(muster, one);
    expect(assignments).toHaveLength(1);
    // The header counts before the body.
    const answer = await post(
      `/api/jobs/${other}/assign`,
      { agentId: agent.id, idempotencyKey: 'fresh' },
      headers,
    );
    expect(answer).toEqual(problem(422, 'IDEMPOTENCY_MISMATCH'));
  });

  test('the key may also be in the body', async () => {
    const agent = await newAgent(muster);
    const jobId = await newJob(muster);
    const body = { agentId: agent.id, idempotencyKey: `in-body-${Date.now()}` };
    const first = await post(`/api/jobs/${jobId}/assign`, body);
    expect(await post(`/api/jobs/${jobId}/assign`, body)).toEqual(first);
    expect(first.status).toBe(200);
  });

  test.each<[string, string, Json, string]>([
    ['agentId is missing', 'assign', {}, 'agentId'],
    ['agentId is no text', 'assign', { agentId: 7 }, 'agentId'],
    ['the reason is no text', 'cancel', { reason: ['x'] }, 'reason'],
    ['the reason is too long', 'cancel', { reason: 'x'.repeat(4_001) }, 'reason'],
    ['the key is no text', 'cancel', { idempotencyKey: 7 }, 'idempotencyKey'],
    ['the key is too long', 'cancel', { idempotencyKey: 'x'.repeat(256) }, 'idempotencyKey'],
    ['the inputs are too large', 'assign', { agentId: 'a', inputs: 'x'.repeat(300_000) }, 'inputs'],
  ])('VALIDATION: %s', async (_, path, body, field) => {
    const jobId = await newJob(muster);
    const answer = await post(`/api/jobs/${jobId}/${path}`, body);
    const issues = [{ path: field, message: expect.stringContaining(field) }];
    expect(answer).toEqual(problem(400, 'VALIDATION', { issues }));
  });

  test.each(['{', '[]', '"text"', 'null', '7'])(
    'VALIDATION: the body %s is no JSON object',
    async (body) => {
      const answer = await post('/api/jobs/x/cancel', body);
      expect(answer).toEqual(problem(400, 'VALIDATION'));
    },
  );

  test('what nobody answers is NOT_FOUND', async () => {
    for (const path of ['/api/jobs', '/api/jobs/x', '/api/nothing', '/api/jobs/x/assign/y']) {
      expect(await post(path)).toEqual(problem(404, 'NOT_FOUND'));
    }
    const get = await fetch(`${muster.url}/api/jobs/x/assign`, {
      headers: { authorization: `Bearer ${muster.token}` },
    });
    expect(get.status).toBe(404);
  });

  test('a stranger is turned away', async () => {
    const stranger = muster.as('nobody');
    for (const path of ['auto-assign', 'assign', 'cancel']) {
      const { status, body } = await stranger.post(`/api/jobs/x/${path}`, {});
      expect({ status, body }).toEqual(problem(401, 'UNAUTHENTICATED'));
    }
  });

  test('an unexpected error says nothing but its request’s id', async () => {
    const broken = await musterForTest({ database: await brokenDatabase() });
    const agent = await newAgent(broken);
    const jobId = await newJob(broken);
    const id = await assignTo(broken, jobId, agent.id);
    // A report that is refused is kept, and the table for those is not there.
    const { status, body, headers } = await broken.post(
      `/api/assignments/${id}/report`,
      { outcome: 'COMPLETED' },
      { authorization: 'Bearer of-another' },
    );
    expect({ status, body }).toEqual(
      problem(500, 'INTERNAL', { requestId: headers.get('x-request-id') }),
    );
  });
});

describe('an agent at work', () => {
  test('keeps its lease by heartbeats, and reports with it', async () => {
    const { jobId, path, lease } = await claimed();
    const beat = await post(`${path}/heartbeat`, '', lease);
    expect(beat.status).toBe(200);
    expect(Date.parse(beat.body.leaseExpiresAt)).toBeGreaterThan(Date.now());
    const report = await post(`${path}/report`, { outcome: 'COMPLETED', output: { n: 2 } }, lease);
    expect(report).toMatchObject({
      status: 200,
      body: { assignment: { jobId, state: 'COMPLETED', leaseExpiresAt: null } },
    });
    expect(await storyOf(muster, jobId)).toMatchObject({ status: 'COMPLETED', result: { n: 2 } });
  });

  test('STALE_LEASE: not without its lease, not with another, not twice', async () => {
    const { jobId, path, lease } = await claimed();
    const done = { outcome: 'COMPLETED' };
    const wrong = { authorization: `Bearer ${'x'.repeat(43)}` };
    expect(await post(`${path}/report`, done, wrong)).toEqual(problem(409, 'STALE_LEASE'));
    expect(await post(`${path}/report`, done)).toEqual(problem(409, 'STALE_LEASE'));
    expect(await post(`${path}/heartbeat`, '', wrong)).toEqual(problem(409, 'STALE_LEASE'));
    expect(await post('/api/assignments/none/report', done, lease)).toEqual(
      problem(409, 'STALE_LEASE'),
    );
    expect((await post(`${path}/report`, done, lease)).status).toBe(200);
    expect(await post(`${path}/report`, done, lease)).toEqual(problem(409, 'STALE_LEASE'));
    expect(await post(`${path}/heartbeat`, '', lease)).toEqual(problem(409, 'STALE_LEASE'));
    const { version } = await storyOf(muster, jobId);
    expect(version).toBe(4);
  });

  test('UNAUTHENTICATED without any token', async () => {
    const { path } = await claimed();
    for (const last of ['report', 'heartbeat']) {
      const answer = await post(`${path}/${last}`, {}, { authorization: '' });
      expect(answer).toEqual(problem(401, 'UNAUTHENTICATED'));
    }
  });

  test.each<[Json, string]>([
    [{}, 'outcome'],
    [{ outcome: 'DONE' }, 'outcome'],
    [{ outcome: 'FAILED', failure: 'bad luck' }, 'failure'],
    [{ outcome: 'COMPLETED', output: 'x'.repeat(1_100_000) }, 'output'],
  ])(
    'VALIDATION: a report that cannot be read leaves the assignment as it was (%#)',
    async (body, field) => {
      const { jobId, path, lease } = await claimed();
      const { status, body: answer } = await post(`${path}/report`, body, lease);
      expect({ status, code: answer.code }).toEqual({ status: 400, code: 'VALIDATION' });
      expect(answer.issues).toEqual([{ path: field, message: expect.any(String) }]);
      expect((await storyOf(muster, jobId)).status).toBe('IN_PROGRESS');
    },
  );
});
