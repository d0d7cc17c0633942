import { createServer } from 'node:net';
import { Webhook } from 'standardwebhooks';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import type { Json } from './kit/client.ts';
import {
  agentOf,
  assignTo,
  type NewAgent,
  newAgent,
  newJob,
  reached,
  storyOf,
  unique,
} from './kit/story.ts';
import { type Delivery, startTestAgent } from './kit/test-agent.ts';
import { startTestMuster, type TestMuster } from './kit/test-muster.ts';

const timeoutMs = 1_000;

let muster: TestMuster;
beforeAll(async () => {
  muster = await startTestMuster({ agentTimeoutMs: timeoutMs });
});
afterAll(() => muster.stop());

/** A job given to an agent that answers like this. */
async function given(answer?: (delivery: Delivery) => void, job: Record<string, unknown> = {}) {
  const endpoint = await startTestAgent(answer);
  const agent = await newAgent(muster, { endpoint: endpoint.url });
  const jobId = await newJob(muster, job);
  const assignmentId = await assignTo(muster, jobId, agent.id);
  return { endpoint, agent, jobId, assignmentId };
}

/** A report by REST, as an agent sends it. */
const report = (url: string, leaseToken: string, body: unknown) =>
  muster.post(url.slice(muster.url.length), body, { authorization: `Bearer ${leaseToken}` });

describe('what an agent receives', () => {
  test('is signed as Standard Webhooks with its secret, in the body that the contract fixes', async () => {
    const job = {
      title: 'Summarise this CSV',
      description: 'Quartiles, please.',
      inputs: { csv: 'a,ä\n1,"✓"' },
      requiredSkills: ['csv'],
      priority: 70,
    };
    const { endpoint, agent, jobId, assignmentId } = await given(undefined, job);
    const delivery = await endpoint.next();

    const verified = new Webhook(agent.secret).verify(
      delivery.text,
      delivery.headers as Record<string, string>,
    );
    expect(verified).toEqual({
      type: 'assignment.created',
      timestamp: expect.stringMatching(/^\d{4}-\d\d-\d\dT/),
      data: {
        assignmentId,
        leaseToken: expect.stringMatching(/^[\w-]{43}$/),
        attempt: 1,
        leaseExpiresAt: expect.stringMatching(/^\d{4}-\d\d-\d\dT/),
        reportUrl: `${muster.url}/api/assignments/${assignmentId}/report`,
        job: { id: jobId, ...job },
      },
    });
    expect(delivery.headers).toMatchObject({
      'content-type': 'application/json',
      'webhook-id': `msg_${assignmentId}`,
    });
    expect(() =>
      new Webhook(agent.secret).verify(
        delivery.text.replace('Quartiles', 'Nothing'),
        delivery.headers as Record<string, string>,
      ),
    ).toThrow();
    delivery.answer(200, { outcome: 'COMPLETED' });
    await reached(muster, jobId, 'COMPLETED');
  });

  test('is signed with a secret of its own choice, and with the new one after a change', async () => {
    const endpoint = await startTestAgent(({ answer }) => answer(200, { outcome: 'COMPLETED' }));
    const [first, second] = ['first', 'second'].map(
      (word) => `whsec_${btoa(`${word} secret of an agent that is long enough`)}`,
    ) as [string, string];
    const agent = await newAgent(muster, { endpoint: endpoint.url, secret: first });
    expect(agent.secret).toBeNull();
    const signedBy = async (secret: string) => {
      await assignTo(muster, await newJob(muster), agent.id);
      const { text, headers } = await endpoint.next();
      return new Webhook(secret).verify(text, headers as Record<string, string>);
    };
    await signedBy(first);
    await reachedIdle(agent);
    await muster.mutate('updateAgent', { agentId: agent.id, secret: second });
    await signedBy(second);
  });
});

/** Waits until the agent's places are free again: seen by the changes of its jobs. */
async function reachedIdle({ id }: NewAgent): Promise<void> {
  await using changes = muster.subscribe({ fields: 'job { agent { id activeJobs } }' });
  await changes.until(({ job }) => job.agent?.id === id && job.agent.activeJobs === 0);
}

describe('an answer of 200', () => {
  const failed = (name: string) => ({
    outcome: 'FAILED',
    failure: { class: name, message: 'Oh.' },
  });
  const endings: readonly [body: Json, status: string, failureClass: string | null][] = [
    [{ outcome: 'COMPLETED', output: [1, 2] }, 'COMPLETED', null],
    [{ outcome: 'COMPLETED' }, 'COMPLETED', null],
    [{ outcome: 'REJECTED', message: 'No.' }, 'REJECTED', 'refused'],
    [{ outcome: 'RESUBMISSION_REQUIRED', message: 'More.' }, 'RESUBMISSION_REQUIRED', 'bad_input'],
    [failed('transient'), 'FAILED', 'transient'],
    [failed('unavailable'), 'FAILED', 'unavailable'],
    [failed('quota'), 'FAILED', 'quota'],
    [failed('agent_error'), 'FAILED', 'agent_error'],
    [failed('protocol'), 'FAILED', 'protocol'],
    [failed('boredom'), 'FAILED', 'agent_error'],
    [failed('bad_input'), 'RESUBMISSION_REQUIRED', 'bad_input'],
    [failed('refused'), 'REJECTED', 'refused'],
  ];

  test.each(endings)('with %j leaves the job %s', async (body, status, failureClass) => {
    const { jobId } = await given(({ answer }) => answer(200, body));
    const job = await reached(muster, jobId, status);
    expect(job.assignments).toMatchObject([{ state: status, failureClass }]);
    expect(job.result).toEqual(body.output ?? null);
    expect(job.logs.at(-1)).toMatchObject({ status, responsePayload: { status: 200, body } });
  });

  test.each([
    ['no outcome', (d: Delivery) => d.answer(200, { ok: true }), 'outcome is missing'],
    ['an unknown outcome', (d: Delivery) => d.answer(200, { outcome: 'DONE' }), '"DONE"'],
    ['the word STARTED', (d: Delivery) => d.answer(200, { outcome: 'STARTED' }), '"STARTED"'],
    ['nothing in it', (d: Delivery) => d.answer(200), 'without an outcome'],
    ['an array', (d: Delivery) => d.answer(200, []), 'must be a JSON object'],
    [
      'what is not JSON',
      (d: Delivery) => d.response.writeHead(200).end('<html>All good!</html>'),
      'not JSON',
    ],
    [
      'a rejection without a reason',
      (d: Delivery) => d.answer(200, { outcome: 'REJECTED' }),
      'why',
    ],
    [
      'an output with a NUL',
      (d: Delivery) => d.answer(200, { outcome: 'COMPLETED', output: '\u0000' }),
      'NUL',
    ],
  ])('with %s is a failure of class protocol', async (_, answer, says) => {
    const { jobId } = await given(answer);
    const job = await reached(muster, jobId, 'FAILED');
    expect(job.assignments).toMatchObject([
      { state: 'FAILED', failureClass: 'protocol', message: expect.stringContaining(says) },
    ]);
    expect(job.logs.at(-1)).toMatchObject({
      message: expect.stringContaining(says),
      responsePayload: { status: 200 },
    });
    expect(job.result).toBeNull();
  });
});

describe('an answer of 202', () => {
  test('starts the job; the agent reports by REST with its lease token', async () => {
    const { endpoint, jobId, assignmentId, agent } = await given(({ answer }) => answer(202));
    const { leaseToken, reportUrl } = (await endpoint.next()).body.data;
    const started = await reached(muster, jobId, 'IN_PROGRESS');
    expect(started.assignments).toMatchObject([
      { state: 'IN_PROGRESS', startedAt: expect.any(String), endedAt: null },
    ]);

    // Started again changes nothing but the lease.
    const again = await report(reportUrl, leaseToken, { outcome: 'STARTED' });
    expect(again).toMatchObject({
      status: 200,
      body: { assignment: { id: assignmentId, state: 'IN_PROGRESS' } },
    });
    const beat = await muster.post(
      `/api/assignments/${assignmentId}/heartbeat`,
      {},
      { authorization: `Bearer ${leaseToken}` },
    );
    expect(beat.status).toBe(200);
    expect(Date.parse(beat.body.leaseExpiresAt)).toBeGreaterThanOrEqual(
      Date.parse(again.body.assignment.leaseExpiresAt),
    );
    expect((await storyOf(muster, jobId)).version).toBe(3);

    const done = await report(reportUrl, leaseToken, { outcome: 'COMPLETED', output: { n: 1 } });
    expect(done).toMatchObject({
      status: 200,
      body: { assignment: { state: 'COMPLETED', leaseExpiresAt: null } },
    });
    expect(await storyOf(muster, jobId)).toMatchObject({
      status: 'COMPLETED',
      result: { n: 1 },
      logs: [
        { status: 'PENDING' },
        { status: 'ASSIGNED' },
        { status: 'IN_PROGRESS', actor: `agent:${agent.id}` },
        { status: 'COMPLETED', actor: `agent:${agent.id}` },
      ],
    });
  });

  test.each([
    [{ outcome: 'REJECTED', message: 'No.' }, 'REJECTED'],
    [{ outcome: 'RESUBMISSION_REQUIRED', message: 'More.' }, 'RESUBMISSION_REQUIRED'],
    [{ outcome: 'FAILED', failure: { class: 'agent_error', message: 'Oh.' } }, 'FAILED'],
  ])('may end in %j', async (body, status) => {
    const { endpoint, jobId } = await given(({ answer }) => answer(202));
    const { leaseToken, reportUrl } = (await endpoint.next()).body.data;
    expect((await report(reportUrl, leaseToken, body)).status).toBe(200);
    expect((await reached(muster, jobId, status)).assignments).toMatchObject([{ state: status }]);
  });

  test('may come after the report of an agent that is quicker than its own answer', async () => {
    const { endpoint, jobId, agent } = await given();
    const delivery = await endpoint.next();
    const { leaseToken, reportUrl } = delivery.body.data;
    await report(reportUrl, leaseToken, { outcome: 'COMPLETED', output: 1 });
    delivery.answer(202);
    // By the time the agent has done another job, its first answer has been read.
    const another = await newJob(muster);
    await assignTo(muster, another, agent.id);
    (await endpoint.next()).answer(200, { outcome: 'COMPLETED' });
    await reached(muster, another, 'COMPLETED');

    const { version, assignments } = await storyOf(muster, jobId);
    expect(version).toBe(3);
    expect(assignments).toMatchObject([{ state: 'COMPLETED', refusedReports: [] }]);
  });
});

describe('an assignment that is taken back', () => {
  test('is told to an agent that had accepted it by 202, signed, with an id of its own', async () => {
    const { endpoint, agent, jobId, assignmentId } = await given(({ answer }) => answer(202));
    const created = await endpoint.next();
    await reached(muster, jobId, 'IN_PROGRESS');
    await muster.mutate('cancelAssignment', { jobId, reason: 'Not needed.' });
    const told = await endpoint.next();
    new Webhook(agent.secret).verify(told.text, told.headers as Record<string, string>);
    expect(told.headers['webhook-id']).not.toBe(created.headers['webhook-id']);
    expect(told.body).toEqual({
      type: 'assignment.cancelled',
      timestamp: expect.any(String),
      data: { assignmentId, reason: 'Not needed.', job: { id: jobId } },
    });
  });

  test('ends an open call without a word', async () => {
    const { endpoint, agent, jobId } = await given();
    const { response } = await endpoint.next();
    const cutOff = new Promise((resolve) => response.once('close', resolve));
    await muster.mutate('cancelAssignment', { jobId });
    await cutOff;
    // What comes next at the endpoint is the next job's.
    const another = await newJob(muster);
    await assignTo(muster, another, agent.id);
    const next = await endpoint.next();
    expect(next.body).toMatchObject({ type: 'assignment.created', data: { job: { id: another } } });
    next.answer(200, { outcome: 'COMPLETED' });
    await reached(muster, another, 'COMPLETED');
  });
});

describe('a report', () => {
  test('with a wrong or foreign lease token is refused with STALE_LEASE and kept', async () => {
    const one = await given(({ answer }) => answer(202));
    const other = await given(({ answer }) => answer(202));
    const { reportUrl, leaseToken } = (await one.endpoint.next()).body.data;
    const foreign = (await other.endpoint.next()).body.data.leaseToken;
    await reached(muster, one.jobId, 'IN_PROGRESS');

    for (const token of ['a-wrong-token', foreign]) {
      expect(await report(reportUrl, token, { outcome: 'COMPLETED', output: 0 })).toMatchObject({
        status: 409,
        body: { code: 'STALE_LEASE', status: 409, detail: expect.stringContaining('token') },
      });
      expect(
        await muster.mutate('heartbeat', { assignmentId: one.assignmentId, leaseToken: token }),
      ).toMatchObject({ code: 'STALE_LEASE' });
    }
    const job = await storyOf(muster, one.jobId);
    expect(job).toMatchObject({ status: 'IN_PROGRESS', version: 3, result: null });
    expect(job.assignments[0].refusedReports).toHaveLength(2);
    expect((await report(reportUrl, leaseToken, { outcome: 'COMPLETED' })).status).toBe(200);
    expect((await storyOf(muster, other.jobId)).assignments[0].refusedReports).toEqual([]);
  });

  test('that does not keep to the contract is refused with what is wrong, and may be mended', async () => {
    const { endpoint, jobId } = await given(({ answer }) => answer(202));
    const { reportUrl, leaseToken } = (await endpoint.next()).body.data;
    await reached(muster, jobId, 'IN_PROGRESS');
    for (const [body, path] of [
      [{}, 'outcome'],
      [{ outcome: 'DONE' }, 'outcome'],
      [{ outcome: 'FAILED' }, 'failure'],
    ] as const)
      expect(await report(reportUrl, leaseToken, body)).toMatchObject({
        status: 400,
        body: { code: 'VALIDATION', issues: [{ path }] },
      });
    expect((await report(reportUrl, leaseToken, '{"outcome":')).status).toBe(400);
    expect((await report(reportUrl, leaseToken, { outcome: 'COMPLETED' })).status).toBe(200);
  });
});

describe('any other end of a call is a failure of its class', () => {
  test.each([
    [500, 'transient'],
    [408, 'transient'],
    [502, 'unavailable'],
    [503, 'unavailable'],
    [504, 'unavailable'],
    [404, 'unavailable'],
    [302, 'unavailable'],
    [204, 'protocol'],
    [201, 'protocol'],
  ] as const)('HTTP %i is %s', async (status, failureClass) => {
    const { jobId, agent } = await given(({ response }) =>
      response.writeHead(status, { location: 'http://127.0.0.1:9/' }).end(),
    );
    const job = await reached(muster, jobId, 'FAILED');
    expect(job.assignments).toMatchObject([
      { state: 'FAILED', failureClass, message: expect.stringContaining(`${status}`) },
    ]);
    expect(job.logs.at(-1)).toMatchObject({
      status: 'FAILED',
      responsePayload: { status, durationMs: expect.any(Number) },
    });
    expect((await agentOf(muster, agent.id)).availability).toBe(
      failureClass === 'unavailable' ? 'COOLING_DOWN' : 'AVAILABLE',
    );
  });

  test('429 is quota: the agent cools down for as long as it says, and is not matched meanwhile', async () => {
    const skill = unique('skill');
    const endpoint = await startTestAgent(({ response }) =>
      response.writeHead(429, { 'retry-after': '120' }).end(),
    );
    const agent = await newAgent(muster, { endpoint: endpoint.url, skills: [{ name: skill }] });
    const jobId = await newJob(muster, { requiredSkills: [skill] });
    expect(await muster.mutate('autoAssign', { jobId })).toMatchObject({
      __typename: 'AutoAssignSuccess',
    });
    const job = await reached(muster, jobId, 'FAILED');
    expect(job.assignments).toMatchObject([{ failureClass: 'quota' }]);
    expect(job.logs.at(-1).responsePayload).toMatchObject({ status: 429, retryAfterMs: 120_000 });

    const cooling = await agentOf(muster, agent.id);
    expect(cooling.availability).toBe('COOLING_DOWN');
    const left = Date.parse(cooling.cooldownUntil) - Date.now();
    expect(left).toBeGreaterThan(100_000);
    expect(left).toBeLessThanOrEqual(121_000);

    await muster.mutate('resubmit', { jobId });
    const unmatched = await muster.mutate('autoAssign', { jobId });
    expect(unmatched.__typename).toBe('NoAgentMatched');
    const verdict = unmatched.decision.candidates
      .find((candidate: Json) => candidate.agent.name === agent.name)
      .verdicts.find(({ filter }: Json) => filter === 'available');
    expect(verdict).toMatchObject({ passed: false, reason: expect.stringContaining('cooling') });
    expect(await muster.mutate('assign', { jobId, agentId: agent.id })).toMatchObject({
      code: 'AGENT_UNAVAILABLE',
      message: expect.stringContaining('cooling down'),
    });
    expect(endpoint.deliveries).toHaveLength(1);
  });

  test('an agent that asks for an endless rest gets a day', async () => {
    const { jobId, agent } = await given(({ response }) =>
      response
        .writeHead(200)
        .end(
          '{"outcome":"FAILED","failure":{"class":"quota","message":"Spent.","retryAfterMs":1e300}}',
        ),
    );
    await reached(muster, jobId, 'FAILED');
    const { cooldownUntil } = await agentOf(muster, agent.id);
    const left = Date.parse(cooldownUntil) - Date.now();
    expect(left).toBeGreaterThan(23 * 3_600_000);
    expect(left).toBeLessThanOrEqual(24 * 3_600_000 + 1_000);
  });

  test('a refused connection is unavailable', async () => {
    const agent = await newAgent(muster, { endpoint: await closedPort() });
    const jobId = await newJob(muster);
    await assignTo(muster, jobId, agent.id);
    const job = await reached(muster, jobId, 'FAILED');
    expect(job.assignments).toMatchObject([
      { failureClass: 'unavailable', message: expect.stringContaining('refused') },
    ]);
    expect((await agentOf(muster, agent.id)).availability).toBe('COOLING_DOWN');
  });

  test('a connection that breaks before the answer is transient', async () => {
    const { jobId } = await given(({ response }) => response.socket?.resetAndDestroy());
    expect((await reached(muster, jobId, 'FAILED')).assignments).toMatchObject([
      { failureClass: 'transient', message: expect.stringContaining('broke') },
    ]);
  });

  test('an answer of 10 MB is given up', async () => {
    const { jobId } = await given(({ answer }) =>
      answer(200, { outcome: 'COMPLETED', output: 'x'.repeat(10_000_000) }),
    );
    const job = await reached(muster, jobId, 'FAILED');
    expect(job.assignments).toMatchObject([
      { failureClass: 'protocol', message: expect.stringContaining('1 MiB') },
    ]);
    expect(job.result).toBeNull();
  });

  test.each([
    ['hangs', () => {}],
    [
      'drips its answer',
      ({ response }: Delivery) => {
        response.writeHead(200, { 'content-type': 'application/json' });
        const drip = setInterval(() => response.write(' '), 50);
        response.once('close', () => clearInterval(drip));
      },
    ],
  ])('an agent that %s past the time limit is cut off: transient', async (_, answer) => {
    const { endpoint, jobId, agent } = await given(answer);
    const { response } = await endpoint.next();
    const hungUp = new Promise((resolve) => response.once('close', resolve));
    const job = await reached(muster, jobId, 'FAILED');
    await hungUp;
    expect(job.assignments).toMatchObject([
      { failureClass: 'transient', message: expect.stringContaining(`${timeoutMs} ms`) },
    ]);
    expect(await agentOf(muster, agent.id)).toMatchObject({ activeJobs: 0, failedJobs: 1 });
  });
});

/** An address where nobody listens any more. */
async function closedPort(): Promise<string> {
  const server = createServer();
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  const address = server.address();
  await new Promise((resolve) => server.close(resolve));
  return `http://127.0.0.1:${typeof address === 'object' ? address?.port : 0}/`;
}
