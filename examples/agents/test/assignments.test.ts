import { randomUUID } from 'node:crypto';
import { Webhook } from 'standardwebhooks';
import { afterAll, afterEach, beforeAll, expect, test } from 'vitest';
import { type RunningAgents, startSampleAgents } from '../src/sample-agents.ts';
import { type Listener, listenForRequests, type Reply } from './listen-for-requests.ts';

// The real server on a free port, requests signed as Muster signs them, and a real receiver of reports.

let running: RunningAgents;
let muster: Listener;
/** Replies to the coming reports, in order; then 200. */
let replies: Reply[] = [];
/** Something to be over before the next request is answered. */
let onStarted: (() => Promise<unknown>) | undefined;

beforeAll(async () => {
  muster = await listenForRequests(async () => {
    const before = onStarted?.();
    onStarted = undefined;
    await before;
    return replies.shift() ?? { status: 200 };
  });
  running = await startSampleAgents({
    port: 0,
    musterUrl: muster.url,
    token: '',
    register: false,
    pull: false,
    retryDelayMs: (failures) => (failures > 3 ? undefined : 1),
  });
});

afterEach(() => {
  replies = [];
  muster.received.length = 0;
});

afterAll(async () => {
  await running.close();
  await muster.close();
});

function delivery(inputs: unknown, assignmentId: string = randomUUID()) {
  return {
    type: 'assignment.created',
    timestamp: new Date().toISOString(),
    data: {
      assignmentId,
      leaseToken: `lease-of-${assignmentId}`,
      attempt: 1,
      leaseExpiresAt: new Date().toISOString(),
      reportUrl: `${muster.url}/api/assignments/${assignmentId}/report`,
      job: {
        id: randomUUID(),
        title: 'A job',
        description: null,
        inputs,
        requiredSkills: [],
        priority: 50,
      },
    },
  };
}

function agentNamed(name: string): RunningAgents['agents'][number] {
  const agent = running.agents.find((candidate) => candidate.name === name);
  if (!agent) throw new Error(`no agent ${name}`);
  return agent;
}

/** Signs `message` for the agent, and sends `sent`, which differs only when a test forges it. */
async function deliver(
  name: string,
  message: unknown,
  forged: { secret?: string; body?: string; at?: Date } = {},
) {
  const { endpoint, secret } = agentNamed(name);
  const text = typeof message === 'string' ? message : JSON.stringify(message);
  const at = forged.at ?? new Date();
  const response = await fetch(endpoint, {
    method: 'POST',
    headers: {
      'content-type': 'application/json',
      'webhook-id': 'msg_1',
      'webhook-timestamp': String(Math.floor(at.getTime() / 1000)),
      'webhook-signature': new Webhook(forged.secret ?? secret).sign('msg_1', at, text),
    },
    body: forged.body ?? text,
  });
  const body = await response.text();
  return { status: response.status, body: body === '' ? undefined : (JSON.parse(body) as unknown) };
}

test('answers 200 with the outcome of the work', async () => {
  const answer = await deliver('csv-analyst', delivery({ csv: 'a,b\n1,2\n3,4\n' }));
  expect(answer).toMatchObject({
    status: 200,
    body: {
      outcome: 'COMPLETED',
      output: { rows: 2, columns: [{ name: 'a', mean: 2 }, { mean: 3 }] },
    },
  });
});

test('asks for other inputs when they are missing or malformed, and says which', async () => {
  for (const inputs of [null, undefined, {}, { csv: 7 }, { csv: '' }]) {
    expect(await deliver('csv-analyst', delivery(inputs))).toMatchObject({
      status: 200,
      body: { outcome: 'RESUBMISSION_REQUIRED', message: expect.stringContaining('`csv`') },
    });
  }
});

test.each([
  ['a binary file', `PK\u0003\u0004${'x'.repeat(50)}`, 'binary'],
  ['a text that is too large', 'x'.repeat(500_001), 'Too large'],
])('rejects %s', async (_, text, message) => {
  expect(await deliver('text-analyst', delivery({ text }))).toMatchObject({
    status: 200,
    body: { outcome: 'REJECTED', message: expect.stringContaining(message) },
  });
});

test.each([
  ['the secret of another agent', () => ({ secret: agentNamed('json-checker').secret })],
  ['a changed body', () => ({ body: JSON.stringify(delivery({ csv: 'forged' })) })],
  ['a signature from ten minutes ago', () => ({ at: new Date(Date.now() - 600_000) })],
])('answers 401 to %s', async (_, forged) => {
  expect(await deliver('csv-analyst', delivery({ csv: 'a\n1\n' }), forged())).toMatchObject({
    status: 401,
  });
});

test('answers 401 to a request without a signature', async () => {
  const { endpoint } = agentNamed('csv-analyst');
  const response = await fetch(endpoint, { method: 'POST', body: JSON.stringify(delivery({})) });
  expect(response.status).toBe(401);
});

test('answers a repeated delivery from memory', async () => {
  const first = delivery({ text: 'One sentence.' });
  // The same assignment with other inputs never happens; here it shows that no work was done.
  const repeat = delivery({ text: 'Two. Sentences.' }, first.data.assignmentId);
  const answer = await deliver('text-analyst', first);
  expect(await deliver('text-analyst', repeat)).toEqual(answer);
});

test.each([
  ['a body that is not JSON', 'nonsense', 400],
  ['an assignment that lacks its lease', { type: 'assignment.created', data: {} }, 400],
  ['a message of a type it does not know', { type: 'assignment.cancelled', data: {} }, 204],
  ['more than a megabyte', 'x'.repeat(1024 * 1024 + 1), 413],
])('answers %s as such', async (_, message, status) => {
  expect((await deliver('csv-analyst', message)).status).toBe(status);
});

test('answers 404 and 405 and lists its agents', async () => {
  expect((await fetch(`${running.url}/nobody`, { method: 'POST' })).status).toBe(404);
  expect((await fetch(`${running.url}/csv-analyst`)).status).toBe(405);
  const list = (await (await fetch(running.url)).json()) as unknown;
  expect(list).toContainEqual(expect.objectContaining({ name: 'log-digest', path: '/log-digest' }));
});

const log = '2026-03-01T10:00:00Z ERROR job 7 failed';

test('log-digest answers 202, reports that it started, then the outcome, with its lease token', async () => {
  const message = delivery({ log });
  const { assignmentId, leaseToken } = message.data;
  expect(await deliver('log-digest', message)).toMatchObject({ status: 202 });
  expect(await muster.next()).toMatchObject({
    path: `/api/assignments/${assignmentId}/report`,
    headers: { authorization: `Bearer ${leaseToken}`, 'content-type': 'application/json' },
    body: { outcome: 'STARTED' },
  });
  expect(await muster.next()).toMatchObject({
    headers: { authorization: `Bearer ${leaseToken}` },
    body: { outcome: 'COMPLETED', output: { groups: [{ shape: 'ERROR job <n> failed' }] } },
  });
});

test('log-digest reports what it cannot do, too', async () => {
  await deliver('log-digest', delivery({ log: '  ' }));
  await muster.next();
  expect(await muster.next()).toMatchObject({ body: { outcome: 'RESUBMISSION_REQUIRED' } });
});

test('a report is repeated when the connection breaks or the server is not well', async () => {
  replies = ['hangUp', { status: 503 }, { status: 200 }, 'hangUp', { status: 200 }];
  await deliver('log-digest', delivery({ log }));
  const outcomes = [];
  for (let n = 0; n < 5; n += 1) outcomes.push((await muster.next()).body);
  expect(outcomes).toMatchObject([
    { outcome: 'STARTED' },
    { outcome: 'STARTED' },
    { outcome: 'STARTED' },
    { outcome: 'COMPLETED' },
    { outcome: 'COMPLETED' },
  ]);
});

test.each([
  ['409', { status: 409, body: {} }],
  ['STALE_LEASE', { status: 403, body: { code: 'STALE_LEASE' } }],
])('after %s nothing more is reported of that assignment', async (_, stale) => {
  replies = [stale];
  await deliver('log-digest', delivery({ log }));
  await muster.next();
  // Reports are made in order, so what arrives next would be the stale assignment's.
  const other = delivery({ log });
  await deliver('log-digest', other);
  const started = await muster.next();
  const ended = await muster.next();
  for (const { path } of [started, ended]) expect(path).toContain(other.data.assignmentId);
  expect(muster.received).toHaveLength(3);
});

test('log-digest does not begin what was taken back', async () => {
  const message = delivery({ log });
  let cancel: Promise<{ status: number }> | undefined;
  onStarted = () => {
    const { assignmentId } = message.data;
    cancel = deliver('log-digest', { type: 'assignment.cancelled', data: { assignmentId } });
    return cancel;
  };
  await deliver('log-digest', message);
  await muster.next();
  expect(await cancel).toMatchObject({ status: 204 });
  // Reports are made in order, so what arrives next would be the cancelled assignment's.
  const other = delivery({ log });
  await deliver('log-digest', other);
  for (let n = 0; n < 2; n += 1)
    expect((await muster.next()).path).toContain(other.data.assignmentId);
});

test('a repeated delivery of a reported assignment is accepted and not reported again', async () => {
  const message = delivery({ log });
  await deliver('log-digest', message);
  await muster.next();
  await muster.next();
  expect(await deliver('log-digest', message)).toMatchObject({ status: 202 });
  const other = delivery({ log });
  await deliver('log-digest', other);
  expect((await muster.next()).path).toContain(other.data.assignmentId);
  await muster.next();
  expect(muster.received).toHaveLength(4);
});

test('a new lease on the same assignment gets the report that the old one did not deliver', async () => {
  replies = Array.from({ length: 8 }, () => 'hangUp' as const);
  const message = delivery({ log });
  await deliver('log-digest', message);
  for (let n = 0; n < 8; n += 1) await muster.next();
  const again = { ...message, data: { ...message.data, leaseToken: 'second lease' } };
  await deliver('log-digest', again);
  await muster.next();
  expect(await muster.next()).toMatchObject({
    headers: { authorization: 'Bearer second lease' },
    body: { outcome: 'COMPLETED' },
  });
});
