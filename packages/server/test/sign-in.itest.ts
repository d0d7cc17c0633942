import { request } from 'node:http';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import type { Json } from './kit/client.ts';
import { sessionCookie } from './kit/session.ts';
import { openSocket } from './kit/socket.ts';
import { assignTo, newAgent, newJob } from './kit/story.ts';
import { startTestMuster, type TestMuster } from './kit/test-muster.ts';

let muster: TestMuster;
beforeAll(async () => {
  muster = await startTestMuster();
});
afterAll(() => muster?.stop());

/** Opens a page as it stands, without the tidying that fetch does to an address. */
function open(
  path: string,
  headers: Record<string, string> = {},
): Promise<{ status: number; location: string | undefined; cookies: string[]; text: string }> {
  return new Promise((resolve, reject) => {
    const { hostname, port } = new URL(muster.url);
    const asked = request({ hostname, port, path, headers }, async (response) => {
      const chunks: Buffer[] = [];
      for await (const chunk of response) chunks.push(chunk as Buffer);
      resolve({
        status: response.statusCode ?? 0,
        location: response.headers.location,
        cookies: response.headers['set-cookie'] ?? [],
        text: Buffer.concat(chunks).toString('utf8'),
      });
    });
    asked.on('error', reject);
    asked.end();
  });
}

describe('the address that Muster prints', () => {
  test('leaves a cookie that scripts and other sites cannot use, and an address without the token', async () => {
    const { status, location, cookies } = await open(`/?token=${muster.token}`);
    expect({ status, location }).toEqual({ status: 303, location: '/' });
    expect(cookies).toHaveLength(1);
    const [cookie = ''] = cookies;
    expect(cookie).toMatch(/; HttpOnly/);
    expect(cookie).toMatch(/; SameSite=Lax/);
    expect(cookie).toMatch(/; Path=\//);
    expect(cookie).not.toMatch(/; Secure/);
    expect(cookie).not.toContain(muster.token);
  });

  test('keeps the view and its other parameters', async () => {
    const { location } = await open(`/jobs?status=PENDING&token=${muster.token}&text=a%26b`);
    expect(location).toBe('/jobs?status=PENDING&text=a%26b');
  });

  test('behind a proxy that speaks TLS the cookie is for TLS only', async () => {
    const { cookies } = await open(`/?token=${muster.token}`, { 'x-forwarded-proto': 'https' });
    expect(cookies[0]).toMatch(/; Secure/);
  });

  test.each(['wrong', '', 'x'.repeat(10_000)])(
    'a wrong token (%#) leaves no cookie',
    async (token) => {
      const { status, location, cookies } = await open(`/?token=${token}`);
      expect({ status, location, cookies }).toEqual({
        status: 303,
        location: '/?signin=refused',
        cookies: [],
      });
    },
  );

  test.each([
    '//evil.example/',
    '///evil.example/',
    '/%5Cevil.example/',
    '/%5C/evil.example/',
    '/.//evil.example/',
    '/x/..//evil.example/',
    '/%2e%2e//evil.example/',
    '/%09/evil.example/',
    'http://evil.example/',
    'http://evil.example//evil.example/',
  ])('%s leads nowhere else', async (path) => {
    const { status, location = '' } = await open(`${path}?token=${muster.token}`);
    expect(status).toBe(303);
    expect(new URL(location, muster.url).origin).toBe(muster.url);
    expect(location).toMatch(/^\/(?![/\\])/);
  });

  test.each(['/\\evil.example/', '/\\/evil.example/'])('%s is no address at all', async (path) => {
    expect(await open(`${path}?token=${muster.token}`)).toMatchObject({ status: 400, cookies: [] });
  });

  test('takes no token from a request that is not a page', async () => {
    const response = await fetch(`${muster.url}/?token=${muster.token}`, {
      method: 'POST',
      redirect: 'manual',
    });
    expect(response.headers.getSetCookie()).toEqual([]);
  });
});

describe('the cookie', () => {
  test('opens GraphQL', async () => {
    const response = await fetch(`${muster.url}/graphql`, {
      method: 'POST',
      headers: { 'content-type': 'application/json', cookie: await sessionCookie(muster) },
      body: '{"query":"{ viewer { kind } }"}',
    });
    expect(await response.json()).toEqual({ data: { viewer: { kind: 'OPERATOR' } } });
  });

  test('opens REST', async () => {
    const agent = await newAgent(muster);
    const jobId = await newJob(muster);
    const response = await fetch(`${muster.url}/api/jobs/${jobId}/assign`, {
      method: 'POST',
      headers: { 'content-type': 'application/json', cookie: await sessionCookie(muster) },
      body: JSON.stringify({ agentId: agent.id }),
    });
    expect(await response.json()).toMatchObject({ job: { status: 'ASSIGNED' } });
  });

  test('opens the WebSocket', async () => {
    const cookie = await sessionCookie(muster);
    const socket = openSocket(muster.url, { headers: { cookie: `a=b; ${cookie}; c=d` } });
    await socket.init();
    expect(await socket.run('{ viewer { kind } }')).toMatchObject({ data: {} });
  });

  test('that was not given out opens nothing', async () => {
    for (const cookie of [
      'muster_session=',
      `muster_session=${muster.token}`,
      'muster_session=x',
    ]) {
      const response = await fetch(`${muster.url}/graphql`, {
        method: 'POST',
        headers: { 'content-type': 'application/json', cookie },
        body: '{"query":"{ version }"}',
      });
      expect(response.status).toBe(401);
      const socket = openSocket(muster.url, { headers: { cookie } });
      await socket.upgraded;
      socket.send({ type: 'connection_init' });
      expect(await socket.closed).toMatchObject({ code: 4403 });
    }
  });
});

describe('GraphiQL', () => {
  const html = { accept: 'text/html,application/xhtml+xml,*/*;q=0.8' };

  test('comes to a browser that is signed in, with everything that it needs', async () => {
    const { status, text } = await open('/graphql', {
      ...html,
      cookie: await sessionCookie(muster),
    });
    expect(status).toBe(200);
    expect(text).toContain('Muster GraphiQL');
    expect(text).not.toMatch(/<(script|link|img)\b[^>]*\b(src|href)\s*=\s*["']?(https?:)?\/\//i);
    expect(text).not.toMatch(/@import\s+(url\()?["']?(https?:)?\/\//i);
    expect(text).not.toMatch(/\b(unpkg|jsdelivr|cdnjs|googleapis|esm\.sh)\b/);
  });

  test('does not come to a stranger, who is sent to the console', async () => {
    expect(await open('/graphql', html)).toMatchObject({ status: 302, location: '/' });
  });
});

describe('an agent’s token', () => {
  const mutations = (jobId: string, agentId: string): [string, Json][] => [
    ['createJob', { title: 't' }],
    ['registerAgent', { name: 'n', description: 'd', kind: 'PULL' }],
    ['updateAgent', { agentId, paused: true }],
    ['rotateAgentToken', { agentId }],
    ['assign', { jobId, agentId }],
    ['autoAssign', { jobId }],
    ['cancelAssignment', { jobId }],
    ['requestResubmission', { jobId, feedback: 'f' }],
    ['resubmit', { jobId }],
  ];

  test('opens claiming, heartbeats and reports', async () => {
    const agent = await newAgent(muster);
    await assignTo(muster, await newJob(muster), agent.id);
    const pull = muster.as(agent.token);
    const { assignment, leaseToken } = await pull.mutate('claimAssignment', { waitMs: 5_000 });
    const lease = { assignmentId: assignment.id, leaseToken };
    expect((await pull.mutate('heartbeat', lease)).__typename).toBe('HeartbeatSuccess');
    const report = await pull.mutate('reportAssignment', { ...lease, outcome: 'COMPLETED' });
    expect(report.__typename).toBe('ReportAssignmentSuccess');
  });

  test('opens nothing else, whatever is asked', async () => {
    const agent = await newAgent(muster);
    const jobId = await newJob(muster);
    const pull = muster.as(agent.token);
    for (const [name, input] of mutations(jobId, agent.id)) {
      await expect(pull.mutate(name, input), name).rejects.toThrow('FORBIDDEN');
    }
    for (const query of [
      '{ jobs { totalCount } }',
      '{ agents { totalCount } }',
      '{ jobs { edges { node { id } } } }',
      '{ jobStatusCounts { count } }',
      `{ job(id: "${jobId}") { id } }`,
      `{ agent(id: "${agent.id}") { id } }`,
      `{ previewAssignment(jobId: "${jobId}") { reason } }`,
    ]) {
      await expect(pull.graphql(query), query).rejects.toThrow('FORBIDDEN');
    }
    for (const path of ['auto-assign', 'assign', 'cancel']) {
      const { status, body } = await pull.post(`/api/jobs/${jobId}/${path}`, {});
      expect({ status, code: body.code }).toEqual({ status: 403, code: 'FORBIDDEN' });
    }
    const { job } = await muster.graphql('query ($id: ID!) { job(id: $id) { status version } }', {
      id: jobId,
    });
    expect(job).toEqual({ status: 'PENDING', version: 1 });
  });

  test('shows its own assignment, and nothing of other agents or of earlier attempts', async () => {
    const agent = await newAgent(muster);
    await assignTo(muster, await newJob(muster), agent.id);
    const pull = muster.as(agent.token);
    const inside = 'assignment { id decision { reason } refusedReports { reason } job { id } }';
    const { body } = await pull.post('/graphql', {
      query: `mutation { claimAssignment(input: { waitMs: 5000 }) { ... on ClaimAssignmentSuccess { ${inside} } } }`,
    });
    expect(body.errors[0].extensions.code).toBe('FORBIDDEN');
    expect(JSON.stringify(body.data)).not.toContain('reason":"');
  });

  test('stops working when it is rotated, and the new one works', async () => {
    const agent = await newAgent(muster);
    const claim = (token: string) => muster.as(token).mutate('claimAssignment', { waitMs: 0 });
    expect((await claim(agent.token)).__typename).toBe('ClaimAssignmentSuccess');
    const { token } = await muster.mutate('rotateAgentToken', { agentId: agent.id });
    await expect(claim(agent.token)).rejects.toThrow('UNAUTHENTICATED');
    expect((await claim(token)).__typename).toBe('ClaimAssignmentSuccess');
  });

  test('the operator cannot claim in an agent’s place', async () => {
    await expect(muster.mutate('claimAssignment', { waitMs: 0 })).rejects.toThrow('FORBIDDEN');
  });
});
