import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { brokenDatabase, brokenField } from './kit/broken-database.ts';
import type { Json } from './kit/client.ts';
import { sessionCookie } from './kit/session.ts';
import { assignTo, newAgent, newJob } from './kit/story.ts';
import { musterForTest, startTestMuster, type TestMuster } from './kit/test-muster.ts';

let muster: TestMuster;
beforeAll(async () => {
  muster = await startTestMuster();
});
afterAll(() => muster?.stop());

const ask = async (query: string, variables?: Json): Promise<Json> =>
  (await muster.post('/graphql', { query, variables })).body;

const times = (count: number, part: (n: number) => string) =>
  Array.from({ length: count }, (_, n) => part(n)).join(' ');

describe('a query may not ask for too much', () => {
  /** `job { assignment { job { …` with so many levels of fields. */
  const deep = (levels: number): string => {
    let query = 'id';
    for (let level = levels - 2; level > 0; level -= 1)
      query = `${level % 2 === 0 ? 'job' : 'assignment'} { ${query} }`;
    return `{ job(id: "none") { ${query} } }`;
  };

  const statuses = (count: number) =>
    `{ jobs(filter: { status: [${times(count, () => 'PENDING')}] }) { edges { node { id } } } }`;

  test.each([
    ['depth', deep(14), deep(20)],
    [
      'aliases',
      `{ ${times(15, (n) => `a${n}: version`)} }`,
      `{ ${times(16, (n) => `a${n}: version`)} }`,
    ],
    [
      'aliases of __typename',
      `{ ${times(15, (n) => `a${n}: __typename`)} }`,
      `{ ${times(16, (n) => `a${n}: __typename`)} }`,
    ],
    [
      'aliases in a fragment',
      `{ ...f } fragment f on Query { ${times(15, (n) => `a${n}: version`)} }`,
      `{ ...f } fragment f on Query { ${times(16, (n) => `a${n}: version`)} }`,
    ],
    [
      'directives',
      `{ ${times(9, () => 'version @include(if: true)')} }`,
      `{ ${times(10, () => 'version @include(if: true)')} }`,
    ],
    ['tokens', statuses(2_900), statuses(3_000)],
    [
      'rows',
      '{ jobs(first: 200) { edges { node { id title status agent { name } logs(last: 1) { edges { node { id } } } } } } }',
      '{ jobs(first: 200) { edges { node { logs(first: 200) { edges { node { id } } } } } } }',
    ],
  ])('%s', async (_, enough, tooMuch) => {
    expect(await ask(enough)).toMatchObject({ data: {} });
    const refused = await ask(tooMuch);
    expect(refused).toMatchObject({
      errors: [{ message: expect.any(String), extensions: { code: 'TOO_COMPLEX' } }],
    });
    expect(refused.data ?? null).toBeNull();
  });

  test('rows are counted also when the size of the page is a variable', async () => {
    const query =
      'query ($n: Int) { jobs(first: $n) { edges { node { logs(first: $n) { edges { node { id } } } } } } }';
    expect(await ask(query, { n: 10 })).toMatchObject({ data: {} });
    expect(await ask(query, { n: 200 })).toMatchObject({
      errors: [{ extensions: { code: 'TOO_COMPLEX' } }],
    });
  });

  test('fragments that multiply are refused in no time', async () => {
    const fragments = times(30, (n) => `fragment f${n} on Query { ...f${n + 1} ...f${n + 1} }`);
    const answer = await ask(`{ ...f0 } ${fragments} fragment f30 on Query { version }`);
    expect(answer).toMatchObject({ errors: [{ extensions: { code: 'TOO_COMPLEX' } }] });
  }, 5_000);

  test('fragments in a circle are refused', async () => {
    const { errors } = await ask(
      '{ ...a } fragment a on Query { ...b version } fragment b on Query { ...a }',
    );
    expect(errors[0]).toMatchObject({ message: expect.stringContaining('within itself') });
  });

  test.each(['first', 'last'])(
    'a page with %s: 201 is refused with what to do',
    async (argument) => {
      const pages = [
        `{ jobs(${argument}: 201) { edges { node { id } } } }`,
        `{ agents(${argument}: 201) { edges { node { id } } } }`,
      ];
      for (const page of pages) {
        expect(await ask(page)).toMatchObject({
          errors: [
            {
              message: `${argument} must be between 0 and 200: ask for further pages with after.`,
              extensions: { code: 'BAD_USER_INPUT' },
            },
          ],
        });
      }
      const id = await newJob(muster);
      for (const list of ['logs', 'assignments']) {
        const nested = await ask(
          `query ($id: ID!) { job(id: $id) { ${list}(${argument}: 201) { edges { node { id } } } } }`,
          { id },
        );
        expect(nested).toMatchObject({ errors: [{ extensions: { code: 'BAD_USER_INPUT' } }] });
      }
    },
  );

  test('a page of a negative size is refused', async () => {
    expect(await ask('{ jobs(first: -1) { edges { node { id } } } }')).toMatchObject({
      errors: [{ extensions: { code: 'BAD_USER_INPUT' } }],
    });
  });

  test.each(['nonsense', 'R1BDOlM6eA', '\u0000', btoa('GPC:S:\u0000'), btoa('GPC:J:[1]')])(
    'a page after %j, which never was a cursor, is the client’s mistake or empty',
    async (cursor) => {
      const id = await newJob(muster);
      for (const page of [
        'query ($c: String) { jobs(after: $c) { edges { node { id } } } }',
        'query ($c: String) { agents(before: $c) { edges { node { id } } } }',
        'query ($c: String, $id: ID = "") { job(id: $id) { logs(after: $c) { edges { node { id } } } } }',
      ]) {
        const { errors = [] } = await ask(page, {
          c: cursor,
          ...(page.includes('$id') ? { id } : {}),
        });
        for (const { extensions } of errors) expect(extensions.code).toBe('BAD_USER_INPUT');
      }
    },
  );
});

describe('what is not a GraphQL request', () => {
  const send = (
    body: NonNullable<RequestInit['body']>,
    headers: Record<string, string>,
    method = 'POST',
  ) => fetch(`${muster.url}/graphql`, { method, body, headers });
  const signedIn = () => ({ authorization: `Bearer ${muster.token}` });
  const json = { 'content-type': 'application/json' };

  test('a body over 2 MiB is refused, whether it says its size or not', async () => {
    const body = JSON.stringify({ query: '{ version }', filler: 'x'.repeat(2 * 1024 * 1024) });
    const told = await muster.post('/graphql', body);
    expect(told.status).toBe(413);
    expect(told.body).toMatchObject({ status: 413, code: 'VALIDATION' });

    const streamed = await fetch(`${muster.url}/graphql`, {
      method: 'POST',
      headers: { ...signedIn(), ...json },
      body: new Blob([body]).stream(),
      duplex: 'half',
    } as RequestInit);
    expect(streamed.status).toBe(413);
    const rest = await muster.post('/api/jobs/x/assign', body);
    expect(rest.status).toBe(413);
  });

  test.each([
    '',
    '{',
    '[]',
    '"text"',
    '1',
    'null',
    '{"query":1}',
    '{"query":"{ version }","variables":[]}',
  ])('the body %j is the client’s mistake', async (body) => {
    const { status, body: answer } = await muster.post('/graphql', body);
    expect(status).toBe(400);
    expect(answer).toMatchObject({ errors: [{ message: expect.any(String) }] });
    expect(JSON.stringify(answer)).not.toContain('INTERNAL');
  });

  test('several operations in one request are refused', async () => {
    const { status } = await muster.post('/graphql', [{ query: '{ version }' }]);
    expect(status).toBe(400);
  });

  test.each([
    'application/x-www-form-urlencoded',
    'text/plain',
    'text/plain; charset=application/json',
    'multipart/form-data; boundary=x',
    'application/graphql',
    'application/jsonp',
  ])('%s is not taken: a page elsewhere could send some of these', async (type) => {
    for (const path of ['/graphql', '/api/jobs/x/cancel']) {
      const { status, body } = await muster.post(path, '{"query":"{ version }"}', {
        'content-type': type,
      });
      expect(status).toBe(415);
      expect(body).toMatchObject({ status: 415, detail: 'Send application/json.' });
    }
  });

  test('a body without a content type is not taken either', async () => {
    const bytes = new TextEncoder().encode('{"query":"mutation { __typename }"}');
    const response = await send(bytes, signedIn());
    expect(response.status).toBe(415);
  });

  test('nothing is changed by GET', async () => {
    const query = encodeURIComponent(
      'mutation { createJob(input: { title: "By GET" }) { __typename } }',
    );
    const response = await fetch(`${muster.url}/graphql?query=${query}`, { headers: signedIn() });
    expect(response.status).toBe(405);
    const found = await ask('{ jobs(filter: { text: "By GET" }) { edges { node { id } } } }');
    expect(found.data.jobs.edges).toEqual([]);
  });

  test('a page elsewhere cannot use the session cookie', async () => {
    const cookie = await sessionCookie(muster);
    const body =
      '{"query":"mutation { createJob(input: { title: \\"Forged\\" }) { __typename } }"}';
    for (const origin of ['https://evil.example', 'null', `${muster.url}.evil.example`]) {
      const response = await send(body, { ...json, cookie, origin });
      expect(response.status).toBe(403);
      expect(response.headers.get('access-control-allow-origin')).toBeNull();
    }
    const own = await send(body, { ...json, cookie, origin: muster.url });
    expect(await own.json()).toEqual({ data: { createJob: { __typename: 'CreateJobSuccess' } } });
  });

  test('no preflight is answered with a permission', async () => {
    const response = await fetch(`${muster.url}/graphql`, {
      method: 'OPTIONS',
      headers: { origin: 'https://evil.example', 'access-control-request-method': 'POST' },
    });
    expect(response.status).toBe(403);
    expect(response.headers.get('access-control-allow-origin')).toBeNull();
  });
});

describe('strangers', () => {
  const introspection = '{ __schema { types { name } } }';

  test.each([
    ['a query', '{ version }'],
    ['introspection', introspection],
    ['a syntax error', '{'],
  ])('get nothing but 401, also for %s', async (_, query) => {
    for (const headers of [
      {},
      { authorization: 'Bearer wrong' },
      { authorization: 'Basic eA==' },
    ]) {
      const response = await fetch(`${muster.url}/graphql`, {
        method: 'POST',
        headers: { 'content-type': 'application/json', ...headers },
        body: JSON.stringify({ query }),
      });
      expect(response.status).toBe(401);
      expect(response.headers.get('www-authenticate')).toBe('Bearer');
      expect(await response.json()).toEqual({
        errors: [
          {
            message: expect.stringContaining('Sign in'),
            extensions: {
              code: 'UNAUTHENTICATED',
              requestId: response.headers.get('x-request-id'),
            },
          },
        ],
      });
    }
  });

  test('who is signed in may introspect', async () => {
    const { data } = await ask(introspection);
    expect(data.__schema.types.map(({ name }: Json) => name)).toContain('JobStatusChange');
  });
});

test('an unexpected error says nothing but its request’s id, which is in the header too', async () => {
  const broken = await musterForTest({ database: await brokenDatabase() });
  const agent = await newAgent(broken);
  const jobId = await newJob(broken);
  await assignTo(broken, jobId, agent.id);
  const { status, body, headers } = await broken.post('/graphql', {
    query: `query ($id: ID!) { job(id: $id) { title assignment { ${brokenField} } } }`,
    variables: { id: jobId },
  });
  expect(status).toBe(200);
  expect(body.errors).toEqual([
    {
      message: expect.stringMatching(/^Something went wrong/),
      path: expect.arrayContaining(['job']),
      locations: expect.any(Array),
      extensions: { code: 'INTERNAL', requestId: headers.get('x-request-id') },
    },
  ]);
  expect(JSON.stringify(body)).not.toMatch(/prisma|Refused|relation/i);
});

describe('text that PostgreSQL cannot hold is the client’s mistake', () => {
  const nul = 'a\u0000b';
  const half = 'a\ud800b';

  test.each([
    ['job', 'query ($t: ID!) { job(id: $t) { id } }'],
    ['agent', 'query ($t: ID!) { agent(id: $t) { id } }'],
    [
      'jobs by text',
      'query ($t: String!) { jobs(filter: { text: $t }) { edges { node { id } } totalCount } }',
    ],
    [
      'jobs by agent',
      'query ($t: ID!) { jobs(filter: { agentId: $t }) { edges { node { id } } totalCount } }',
    ],
    [
      'agents by text',
      'query ($t: String!) { agents(filter: { text: $t }) { edges { node { id } } totalCount } }',
    ],
    [
      'agents by skill',
      'query ($t: String!) { agents(filter: { skill: $t }) { edges { node { id } } totalCount } }',
    ],
    ['how many jobs', 'query ($t: String!) { jobs(filter: { text: $t }) { totalCount } }'],
    ['how many agents', 'query ($t: String!) { agents(filter: { skill: $t }) { totalCount } }'],
    ['a page after', 'query ($t: String!) { jobs(after: $t) { edges { node { id } } } }'],
    ['previewAssignment', 'query ($t: ID!) { previewAssignment(jobId: $t) { reason } }'],
  ])('in a query: %s', async (_, query) => {
    for (const t of [nul, half]) {
      const answer = await ask(query, { t });
      expect(JSON.stringify(answer.errors ?? [])).not.toContain('INTERNAL');
    }
  });

  test.each<[string, Json]>([
    ['createJob', { title: nul }],
    ['createJob', { title: 't', description: nul }],
    ['createJob', { title: 't', inputs: { deep: [nul] } }],
    ['createJob', { title: 't', inputs: { [nul]: 1 } }],
    ['createJob', { title: 't', requiredSkills: [nul] }],
    ['createJob', { title: 't', idempotencyKey: nul }],
    ['createJob', { title: half }],
    ['createJob', { title: 't', inputs: { deep: [half] } }],
    ['createJob', { title: 't', inputs: { [half]: 1 } }],
    ['createJob', { title: 't', requiredSkills: [half] }],
    ['createJob', { title: 't', idempotencyKey: half }],
    ['registerAgent', { name: nul, description: '', kind: 'PULL' }],
    ['registerAgent', { name: 'n1', description: nul, kind: 'PULL' }],
    ['registerAgent', { name: 'n2', description: '', kind: 'PULL', skills: [{ name: nul }] }],
    ['registerAgent', { name: 'n3', description: '', kind: 'PULL', inputSchema: { title: nul } }],
    ['registerAgent', { name: half, description: '', kind: 'PULL' }],
    ['registerAgent', { name: 'n4', description: '', kind: 'PULL', skills: [{ name: half }] }],
    ['registerAgent', { name: 'n5', description: '', kind: 'PULL', inputSchema: { title: half } }],
    ['registerAgent', { name: 'n6', description: '', kind: 'OPENAI', instructions: half }],
    ['updateAgent', { agentId: nul, paused: true }],
    ['rotateAgentToken', { agentId: nul }],
    ['assign', { jobId: nul, agentId: nul }],
    ['assign', { jobId: half, agentId: half, idempotencyKey: half }],
    ['autoAssign', { jobId: nul }],
    ['cancelAssignment', { jobId: nul, reason: nul }],
    ['requestResubmission', { jobId: nul, feedback: nul }],
    ['resubmit', { jobId: nul, inputs: nul }],
    ['heartbeat', { assignmentId: nul, leaseToken: nul }],
    ['heartbeat', { assignmentId: 'x', leaseToken: nul }],
    ['reportAssignment', { assignmentId: nul, leaseToken: nul, outcome: 'STARTED' }],
    ['reportAssignment', { assignmentId: 'x', leaseToken: 'y', outcome: 'REJECTED', message: nul }],
    [
      'reportAssignment',
      { assignmentId: 'x', leaseToken: 'y', outcome: 'COMPLETED', output: half },
    ],
  ])('in a mutation: %s %j', async (mutation, input) => {
    // Throws what GraphQL refuses, INTERNAL among it.
    const result = await muster.mutate(mutation, input);
    expect(result.__typename).not.toMatch(/Success$/);
  });

  test('in what an agent delivers: kept without what cannot be kept, or refused, but never lost', async () => {
    const agent = await newAgent(muster, { capacity: 10 });
    const pull = muster.as(agent.token);
    for (const [outcome, more] of [
      ['COMPLETED', { output: { text: nul } }],
      ['COMPLETED', { output: { text: half } }],
      ['REJECTED', { message: nul }],
      ['REJECTED', { message: half }],
      ['FAILED', { failure: { class: 'agent_error', message: nul } }],
    ] as const) {
      await assignTo(muster, await newJob(muster), agent.id);
      const { assignment, leaseToken } = await pull.mutate('claimAssignment', { waitMs: 5_000 });
      const report = await pull.mutate('reportAssignment', {
        assignmentId: assignment.id,
        leaseToken,
        outcome,
        ...more,
      });
      expect(['ReportAssignmentSuccess', 'ValidationFailed']).toContain(report.__typename);
    }
  });
});
