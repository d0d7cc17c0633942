import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { brokenDatabase, brokenField } from './kit/broken-database.ts';
import { openSocket } from './kit/socket.ts';
import { assignTo, newAgent, newJob } from './kit/story.ts';
import { musterForTest, startTestMuster, type TestMuster } from './kit/test-muster.ts';

const friend = 'https://board.example';

let muster: TestMuster;
beforeAll(async () => {
  muster = await startTestMuster({ allowedOrigins: [friend] });
});
afterAll(() => muster?.stop());

const signedIn = () => ({ authorization: `Bearer ${muster.token}` });

describe('who may connect', () => {
  test.each([
    ['no token', undefined],
    ['a wrong token', { authorization: 'Bearer of-nothing' }],
    ['a token that is not text', { authorization: { $ne: null } }],
    ['a token without its scheme', { authorization: 'x'.repeat(32) }],
  ])('with %s the connection is closed as forbidden', async (_, payload) => {
    const socket = openSocket(muster.url);
    expect(await socket.upgraded).toBe(101);
    socket.send({ type: 'connection_init', payload });
    expect(await socket.closed).toMatchObject({ code: 4403 });
  });

  test('the token opens it, as connection parameter or as header', async () => {
    const byParams = openSocket(muster.url);
    await byParams.init(signedIn());
    const byHeader = openSocket(muster.url, { headers: signedIn() });
    await byHeader.init();
    expect(await byHeader.run('{ viewer { kind } }')).toEqual({
      data: { viewer: { kind: 'OPERATOR' } },
    });
  });

  test('an operation before the token is accepted closes the connection', async () => {
    const socket = openSocket(muster.url);
    await socket.upgraded;
    socket.send({ type: 'subscribe', id: '1', payload: { query: '{ version }' } });
    expect(await socket.closed).toMatchObject({ code: 4401 });
  });

  test.each(['https://evil.example', 'null', 'http://127.0.0.1:1', 'https://board.example.evil'])(
    'a page of %s is refused before the connection is made',
    async (origin) => {
      const socket = openSocket(muster.url, { headers: { ...signedIn(), origin } });
      expect(await socket.upgraded).toBe(403);
    },
  );

  test('a page of the server itself, and of an allowed origin, may connect', async () => {
    for (const origin of [muster.url, friend]) {
      const socket = openSocket(muster.url, { headers: { ...signedIn(), origin } });
      await socket.init();
    }
  });

  test('no other path takes connections', async () => {
    for (const path of ['/', '/graphql/', '/api', '/graphql2']) {
      expect(await openSocket(muster.url, { path }).upgraded).toBe(404);
    }
    expect(await openSocket(muster.url, { path: '/graphql?from=here' }).upgraded).toBe(101);
  });

  test('the protocol is graphql-transport-ws and no other', async () => {
    const old = openSocket(muster.url, { protocols: ['graphql-ws', 'graphql-transport-ws'] });
    await old.upgraded;
    expect(old.protocol).toBe('graphql-transport-ws');
    const none = openSocket(muster.url, { protocols: [] });
    expect(await none.closed).toMatchObject({ code: 4406 });
  });

  test('an agent’s token opens its own mutations and nothing else', async () => {
    const agent = await newAgent(muster);
    const socket = openSocket(muster.url);
    await socket.init({ authorization: `Bearer ${agent.token}` });
    const claim = `mutation { claimAssignment(input: { waitMs: 0 }) { __typename } }`;
    expect(await socket.run(claim)).toEqual({
      data: { claimAssignment: { __typename: 'ClaimAssignmentSuccess' } },
    });
    const others = [
      '{ jobs { edges { node { id } } } }',
      'subscription { jobStatusChanged { cursor } }',
    ];
    for (const query of others) {
      expect(await socket.run(query)).toMatchObject({
        errors: [{ extensions: { code: 'FORBIDDEN' } }],
      });
    }
  });
});

describe('what runs over it', () => {
  test('queries and mutations, as over HTTP', async () => {
    const socket = openSocket(muster.url);
    await socket.init(signedIn());
    const { data } = await socket.run(
      'mutation ($input: CreateJobInput!) { createJob(input: $input) { ... on CreateJobSuccess { job { id status } } } }',
      { input: { title: 'Made over a socket' } },
    );
    expect(data.createJob.job.status).toBe('PENDING');
    const again = await socket.run('query ($id: ID!) { job(id: $id) { title } }', {
      id: data.createJob.job.id,
    });
    expect(again).toEqual({ data: { job: { title: 'Made over a socket' } } });
    expect(await socket.run('{ __schema { queryType { name } } }')).toEqual({
      data: { __schema: { queryType: { name: 'Query' } } },
    });
  });

  test.each([
    ['a syntax error', '{'],
    ['an unknown field', '{ nothing }'],
    ['a missing variable', 'query ($id: ID!) { job(id: $id) { id } }'],
    ['too many aliases', `{ ${Array.from({ length: 16 }, (_, n) => `a${n}: version`).join(' ')} }`],
    ['too many tokens', `{ ${'version '.repeat(3_001)} }`],
  ])('%s is told to the operation, and the connection goes on', async (_, query) => {
    const socket = openSocket(muster.url);
    await socket.init(signedIn());
    const { errors } = await socket.run(query);
    expect(errors).toEqual([expect.objectContaining({ message: expect.any(String) })]);
    expect(errors[0].extensions?.code).not.toBe('INTERNAL');
    expect(await socket.run('{ version }')).toMatchObject({
      data: { version: expect.any(String) },
    });
  });

  test('a message that is too large closes that connection and no other', async () => {
    const large = openSocket(muster.url);
    const other = openSocket(muster.url);
    await Promise.all([large.init(signedIn()), other.init(signedIn())]);
    large.send({ type: 'ping', payload: { filler: 'x'.repeat(2 * 1024 * 1024) } });
    expect(await large.closed).toMatchObject({ code: 1009 });
    expect(await other.run('{ version }')).toMatchObject({ data: {} });
  });

  test('what is not a message of the protocol closes that connection and no other', async () => {
    const other = openSocket(muster.url);
    await other.init(signedIn());
    for (const message of [
      'not JSON',
      '[]',
      '{"type":"nonsense"}',
      '{"type":"subscribe","id":1}',
    ]) {
      const socket = openSocket(muster.url);
      await socket.init(signedIn());
      socket.send(message);
      expect(await socket.closed).toMatchObject({ code: 4400 });
    }
    expect(await other.run('{ version }')).toMatchObject({ data: {} });
  });
});

test('an unexpected error is masked, in an answer and in the middle of a subscription, under the id that the log has', async () => {
  const broken = await musterForTest({ database: await brokenDatabase() });
  const agent = await newAgent(broken);
  const jobId = await newJob(broken);
  await assignTo(broken, jobId, agent.id);

  const socket = openSocket(broken.url);
  await socket.init({ authorization: `Bearer ${broken.token}` });
  const masked = {
    message: expect.stringMatching(/^Something went wrong/),
    extensions: { code: 'INTERNAL', requestId: expect.stringMatching(/^\w{10,}$/) },
  };
  const answer = await socket.run(
    `query ($id: ID!) { job(id: $id) { assignment { ${brokenField} } } }`,
    { id: jobId },
  );
  expect(answer.errors).toEqual([expect.objectContaining(masked)]);
  expect(JSON.stringify(answer)).not.toContain('Refused');

  socket.send({
    type: 'subscribe',
    id: 'changes',
    payload: {
      query: `subscription { jobStatusChanged(after: "0-0") { job { assignment { ${brokenField} } } } }`,
    },
  });
  for (let change = 1; change <= 2; change += 1) {
    const { id, payload } = await socket.next();
    expect(id).toBe('changes');
    expect(payload.errors).toEqual([expect.objectContaining(masked)]);
  }
});
