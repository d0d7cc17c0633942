import { limits } from '@muster/domain/validation/limits.ts';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import type { Json } from './kit/client.ts';
import { agentOf, assignTo, newAgent, newJob, storyOf, unique } from './kit/story.ts';
import { musterForTest, startTestMuster, type TestMuster } from './kit/test-muster.ts';

let muster: TestMuster;
beforeAll(async () => {
  muster = await startTestMuster();
});
afterAll(() => muster.stop());

const text = (length: number) => 'x'.repeat(length);
const endpoint = 'https://agents.example.com/run';
/** An object whose JSON has exactly so many bytes. */
const jsonOf = (bytes: number) => ({ t: text(bytes - '{"t":""}'.length) });
const nested = (levels: number): unknown => (levels === 0 ? 1 : [nested(levels - 1)]);

/** What was refused: the field, and words that name the limit. */
function expectRefusal(answer: Json, path: string, says: string): void {
  expect(answer).toMatchObject({ __typename: 'ValidationFailed', code: 'VALIDATION' });
  const issue = answer.issues.find((one: Json) => one.path === path);
  expect(issue, `an issue at ${path} among ${JSON.stringify(answer.issues)}`).toBeDefined();
  expect(issue.message).toContain(path.split('/')[0]);
  expect(issue.message).toContain(says);
  expect(answer.message).toContain(issue.message);
}

describe('a job', () => {
  test.each([
    ['a blank title', { title: ' \n' }, 'title', '1 to 200 characters'],
    ['too long a title', { title: text(201) }, 'title', 'the limit is 200'],
    ['a NUL in its title', { title: 'a\u0000b' }, 'title', 'NUL'],
    ['too long a description', { description: text(20_001) }, 'description', 'limit is 20,000'],
    ['too large inputs', { inputs: jsonOf(262_145) }, 'inputs', 'the limit is 256 KiB'],
    ['inputs nested too deep', { inputs: nested(65) }, 'inputs', '64 levels'],
    ['a NUL in its inputs', { inputs: { a: ['\u0000'] } }, 'inputs', 'at /a/0'],
    [
      'too many skills',
      { requiredSkills: Array.from({ length: 33 }, (_, n) => `s${n}`) },
      'requiredSkills',
      'the limit is 32',
    ],
    [
      'too long a skill',
      { requiredSkills: ['csv', text(65)] },
      'requiredSkills.1',
      'the limit is 64',
    ],
    ['a blank skill', { requiredSkills: [''] }, 'requiredSkills.0', '1 to 64 characters'],
    ['too low a priority', { priority: -1 }, 'priority', '0 to 100'],
    ['too high a priority', { priority: 101 }, 'priority', '0 to 100'],
    ['too long a key', { idempotencyKey: text(256) }, 'idempotencyKey', 'the limit is 255'],
    ['a blank key', { idempotencyKey: '' }, 'idempotencyKey', '1 to 255 characters'],
  ])('with %s is refused, naming field and limit', async (_, input, path, says) => {
    expectRefusal(await muster.mutate('createJob', { title: 'A job', ...input }), path, says);
  });

  test('with several flaws is told all of them at once', async () => {
    const { issues } = await muster.mutate('createJob', { title: '', priority: 500 });
    expect(issues.map(({ path }: Json) => path)).toEqual(['title', 'priority']);
  });

  test('may use each limit to the full, counted in characters and not in bytes', async () => {
    const job = {
      title: '🜚'.repeat(limits.titleCharacters),
      description: '字'.repeat(limits.descriptionCharacters),
      inputs: jsonOf(limits.inputsBytes),
      requiredSkills: Array.from({ length: limits.requiredSkills }, (_, n) =>
        `${n}${text(limits.skillNameCharacters)}`.slice(0, limits.skillNameCharacters),
      ),
      priority: limits.maxPriority,
      idempotencyKey: text(limits.idempotencyKeyCharacters),
    };
    const jobId = await newJob(muster, job);
    const { job: stored } = await muster.graphql(
      'query ($id: ID!) { job(id: $id) { title description inputs requiredSkills priority } }',
      { id: jobId },
    );
    const { idempotencyKey: _, ...given } = job;
    expect(stored).toEqual(given);
    expect(await newJob(muster, { inputs: nested(limits.jsonDepth) })).toBeTruthy();
  });
});

describe('a command on a job', () => {
  test.each([
    ['assign', { agentId: 'any', inputs: jsonOf(262_145) }, 'inputs', '256 KiB'],
    ['assign', { agentId: 'any', idempotencyKey: text(256) }, 'idempotencyKey', '255'],
    ['autoAssign', { idempotencyKey: text(256) }, 'idempotencyKey', '255'],
    ['cancelAssignment', { reason: text(4_001) }, 'reason', 'the limit is 4,000'],
    ['cancelAssignment', { idempotencyKey: text(256) }, 'idempotencyKey', '255'],
    ['requestResubmission', { feedback: text(4_001) }, 'feedback', 'the limit is 4,000'],
    ['requestResubmission', { feedback: ' ' }, 'feedback', '1 to 4,000 characters'],
    ['resubmit', { inputs: jsonOf(262_145) }, 'inputs', '256 KiB'],
  ])('%s with %o is refused before anything is looked up', async (name, input, path, says) => {
    const fields = '... on ValidationFailed { issues { path message } }';
    expectRefusal(await muster.mutate(name, { jobId: 'nothing', ...input }, fields), path, says);
  });

  test('that waits for longer than allowed is refused', async () => {
    const asAgent = muster.as((await newAgent(muster)).token);
    for (const waitMs of [-1, 60_001])
      expectRefusal(await asAgent.mutate('claimAssignment', { waitMs }), 'waitMs', '0 to 60,000');
  });

  test.each([
    [
      'too large an output',
      { outcome: 'COMPLETED', output: jsonOf(1024 ** 2 + 1) },
      'output',
      '1 MiB',
    ],
    ['no failure', { outcome: 'FAILED' }, 'failure', '{ class, message }'],
    ['no reason', { outcome: 'REJECTED', message: ' ' }, 'message', 'must say why'],
    ['no need', { outcome: 'RESUBMISSION_REQUIRED' }, 'message', 'what input is needed'],
    [
      'a negative delay',
      { outcome: 'FAILED', failure: { class: 'quota', retryAfterMs: -1 } },
      'failure.retryAfterMs',
      '0 or more',
    ],
  ])(
    'that reports with %s is refused, and the agent may correct itself',
    async (_, report, path, says) => {
      const agent = await newAgent(muster);
      const asAgent = muster.as(agent.token);
      const jobId = await newJob(muster);
      const assignmentId = await assignTo(muster, jobId, agent.id);
      const { leaseToken } = await asAgent.mutate('claimAssignment', {});
      const held = { assignmentId, leaseToken };
      expectRefusal(await asAgent.mutate('reportAssignment', { ...held, ...report }), path, says);
      expect((await storyOf(muster, jobId)).status).toBe('IN_PROGRESS');
      expect(
        await asAgent.mutate('reportAssignment', { ...held, outcome: 'COMPLETED', output: 1 }),
      ).toMatchObject({ __typename: 'ReportAssignmentSuccess' });
    },
  );
});

describe('an agent', () => {
  test.each([
    ['a blank name', { name: ' ' }, 'name', '1 to 100 characters'],
    ['too long a name', { name: text(101) }, 'name', 'the limit is 100'],
    ['too long a description', { description: text(4_001) }, 'description', 'limit is 4,000'],
    [
      'too many skills',
      { skills: Array.from({ length: 65 }, (_, n) => ({ name: `s${n}` })) },
      'skills',
      'the limit is 64',
    ],
    ['too long a skill', { skills: [{ name: text(65) }] }, 'skills.0.name', 'the limit is 64'],
    ['a skill twice', { skills: [{ name: 'CSV' }, { name: 'csv' }] }, 'skills.1.name', 'repeats'],
    [
      'too long a skill’s description',
      { skills: [{ name: 'csv', description: text(1_001) }] },
      'skills.0.description',
      'the limit is 1,000',
    ],
    [
      'too long instructions',
      { kind: 'OPENAI', endpoint: null, instructions: text(20_001) },
      'instructions',
      'the limit is 20,000',
    ],
    [
      'too long a model’s name',
      { kind: 'OPENAI', endpoint: null, instructions: 'Do it.', model: text(101) },
      'model',
      'the limit is 100',
    ],
    ['too low a capacity', { capacity: 0 }, 'capacity', '1 to 10,000'],
    ['too high a capacity', { capacity: 10_001 }, 'capacity', '1 to 10,000'],
    ['too short a secret', { secret: `whsec_${btoa(text(23))}` }, 'secret', '24 to 64'],
    ['too long a secret', { secret: `whsec_${btoa(text(65))}` }, 'secret', '24 to 64'],
    ['a secret of another make', { secret: text(40) }, 'secret', 'whsec_'],
    ['too large a schema', { inputSchema: jsonOf(65_537) }, 'inputSchema', '64 KiB'],
    ['a schema that is none', { inputSchema: [] }, 'inputSchema', 'not a JSON Schema'],
    [
      'an invalid schema',
      { inputSchema: { properties: { csv: { type: 'strnig' } } } },
      'inputSchema/properties/csv/type',
      'must be',
    ],
    [
      'a schema that lies elsewhere',
      { inputSchema: { $ref: 'https://schemas.example.com/csv.json' } },
      'inputSchema',
      'schemas.example.com',
    ],
    ['too long a key', { idempotencyKey: text(256) }, 'idempotencyKey', 'the limit is 255'],
    ['no endpoint', { endpoint: null }, 'endpoint', 'an HTTP agent needs'],
    ['an endpoint, and it pulls', { kind: 'PULL' }, 'endpoint', 'PULL'],
    [
      'no instructions, and it is a model',
      { kind: 'OPENAI', endpoint: null },
      'instructions',
      'needs to be told',
    ],
    ['too long an endpoint', { endpoint: `${endpoint}?${text(2_048)}` }, 'endpoint', '2,048'],
    ['a path for an endpoint', { endpoint: '/run' }, 'endpoint', 'is not a URL'],
    ['a file for an endpoint', { endpoint: 'file:///etc/passwd' }, 'endpoint', 'http://'],
    ['an endpoint of another scheme', { endpoint: 'gopher://a.example/' }, 'endpoint', 'http://'],
    [
      'a password in its endpoint',
      { endpoint: 'https://me:secret@agents.example.com/' },
      'endpoint',
      'password',
    ],
    ['a private address', { endpoint: 'http://10.0.0.7/' }, 'endpoint', 'not a public address'],
    [
      'the address of a cloud’s metadata',
      { endpoint: 'http://169.254.169.254/latest' },
      'endpoint',
      'not a public address',
    ],
    ['a private address in disguise', { endpoint: 'http://0x0a000007/' }, 'endpoint', '10.0.0.7'],
    ['a private IPv6 address', { endpoint: 'http://[fd00::1]/' }, 'endpoint', 'fd00::1'],
  ])('with %s is refused, naming field and limit', async (_, input, path, says) => {
    const agent = { name: unique('agent'), description: '', kind: 'HTTP', endpoint, ...input };
    expectRefusal(await muster.mutate('registerAgent', agent), path, says);
  });

  test('may use each limit to the full', async () => {
    const agent = await newAgent(muster, {
      name: '🜚'.repeat(limits.agentNameCharacters),
      description: text(limits.agentDescriptionCharacters),
      skills: Array.from({ length: limits.agentSkills }, (_, n) => ({
        name: `${n}${text(limits.skillNameCharacters)}`.slice(0, limits.skillNameCharacters),
        description: text(limits.skillDescriptionCharacters),
      })),
      endpoint: `${endpoint}?${text(limits.endpointCharacters)}`.slice(
        0,
        limits.endpointCharacters,
      ),
      secret: `whsec_${btoa(text(limits.maxSecretBytes))}`,
      capacity: limits.maxCapacity,
      inputSchema: { description: text(limits.inputSchemaBytes - '{"description":""}'.length) },
    });
    expect(await agentOf(muster, agent.id)).toMatchObject({
      capacity: limits.maxCapacity,
      availability: 'AVAILABLE',
    });
  });

  test('on this machine is refused when others can reach Muster, unless its network is listed', async () => {
    const open = { host: '0.0.0.0', token: text(40) };
    const onLoopback = (n: number) => ({
      name: unique('agent'),
      description: '',
      kind: 'HTTP',
      endpoint: [
        'http://127.0.0.1:9000/',
        'http://localhost:9000/',
        'http://[::1]:9000/',
        'http://[::ffff:127.0.0.1]:9000/',
        'http://2130706433:9000/',
      ][n],
    });
    const closed = await musterForTest(open);
    for (let n = 0; n < 5; n += 1)
      expectRefusal(
        await closed.mutate('registerAgent', onLoopback(n)),
        'endpoint',
        'not a public address',
      );
    await closed.stop();

    const listed = await musterForTest({
      ...open,
      allowedNetworks: ['127.0.0.0/8', '::1', '10.2.0.0/16'],
    });
    for (let n = 0; n < 5; n += 1)
      expect((await listed.mutate('registerAgent', onLoopback(n))).__typename).toBe(
        'RegisterAgentSuccess',
      );
    const at = (host: string) =>
      listed.mutate('registerAgent', { ...onLoopback(0), endpoint: `http://${host}/` });
    expect((await at('10.2.3.4')).__typename).toBe('RegisterAgentSuccess');
    expectRefusal(await at('10.3.0.1'), 'endpoint', '10.3.0.1');
  });
});

describe('changing an agent', () => {
  const facts = `query ($id: ID!) { agent(id: $id) {
    name description endpoint capacity inputSchema instructions model paused kind skills { name description }
  } }`;
  const factsOf = async (id: string) => (await muster.graphql(facts, { id })).agent;

  test('keeps what is left out, and clears what may be empty', async () => {
    const { id: agentId } = await newAgent(muster, {
      description: 'reads CSV',
      kind: 'OPENAI',
      instructions: 'Read it.',
      model: 'gpt-5',
      capacity: 4,
      inputSchema: { type: 'object' },
      skills: [{ name: 'csv', description: 'tables' }, { name: 'json' }],
    });
    const before = await factsOf(agentId);

    const renamed = { agentId, name: unique('renamed') };
    expect((await muster.mutate('updateAgent', renamed)).agent.name).toBe(renamed.name);
    expect(await factsOf(agentId)).toEqual({ ...before, name: renamed.name });

    await muster.mutate('updateAgent', { agentId, inputSchema: null, model: null, skills: [] });
    expect(await factsOf(agentId)).toEqual({
      ...before,
      name: renamed.name,
      inputSchema: null,
      model: null,
      skills: [],
    });
    // What may not be empty stays, also when null is said.
    await muster.mutate('updateAgent', {
      agentId,
      name: null,
      description: null,
      capacity: null,
      paused: null,
      skills: null,
    });
    expect(await factsOf(agentId)).toMatchObject({
      name: renamed.name,
      description: 'reads CSV',
      capacity: 4,
      paused: false,
    });
  });

  test('pauses it, so that it is given nothing, and resumes it', async () => {
    const { id: agentId } = await newAgent(muster);
    const jobId = await newJob(muster);
    expect(await muster.mutate('updateAgent', { agentId, paused: true })).toMatchObject({
      agent: { paused: true, availability: 'PAUSED' },
    });
    expect(await muster.mutate('assign', { jobId, agentId })).toMatchObject({
      __typename: 'AgentUnavailable',
      code: 'AGENT_UNAVAILABLE',
      message: expect.stringContaining('is paused'),
    });
    await muster.mutate('updateAgent', { agentId, paused: false });
    expect((await muster.mutate('assign', { jobId, agentId })).__typename).toBe('AssignSuccess');
  });

  test('checks its fields as a registration does', async () => {
    const http = await newAgent(muster, { endpoint });
    const pull = await newAgent(muster);
    const model = await newAgent(muster, { kind: 'OPENAI', instructions: 'Do it.' });
    const update = (agentId: string, changes: Record<string, unknown>) =>
      muster.mutate('updateAgent', { agentId, ...changes });

    expectRefusal(await update(http.id, { endpoint: 'ftp://a.example/' }), 'endpoint', 'http://');
    expectRefusal(await update(http.id, { endpoint: 'http://10.0.0.1/' }), 'endpoint', '10.0.0.1');
    expectRefusal(await update(http.id, { endpoint: null }), 'endpoint', 'an HTTP agent needs');
    expectRefusal(await update(http.id, { secret: 'short' }), 'secret', 'whsec_');
    expectRefusal(await update(pull.id, { endpoint }), 'endpoint', 'PULL');
    expectRefusal(await update(model.id, { instructions: null }), 'instructions', 'to be told');
    expectRefusal(await update(model.id, { name: text(101) }), 'name', 'the limit is 100');
    expectRefusal(await update(model.id, { inputSchema: { type: 1 } }), 'inputSchema/type', 'must');
  });

  test('cannot lower its capacity below the jobs that it has', async () => {
    const { id: agentId } = await newAgent(muster, { capacity: 3 });
    for (const jobId of [await newJob(muster), await newJob(muster)])
      await assignTo(muster, jobId, agentId);
    expectRefusal(
      await muster.mutate('updateAgent', { agentId, capacity: 1 }),
      'capacity',
      'the 2 jobs',
    );
    expect(await muster.mutate('updateAgent', { agentId, capacity: 2 })).toMatchObject({
      agent: { capacity: 2, availability: 'AT_CAPACITY' },
    });
  });

  test('cannot take another agent’s name, spaces around it or not', async () => {
    const taken = await newAgent(muster);
    const { id: agentId, name } = await newAgent(muster);
    const conflict = { __typename: 'Conflict', code: 'CONFLICT' };
    for (const wanted of [taken.name, `  ${taken.name} `]) {
      expect(await muster.mutate('updateAgent', { agentId, name: wanted })).toMatchObject({
        ...conflict,
        message: expect.stringContaining(`"${taken.name}"`),
      });
      expect(
        await muster.mutate('registerAgent', { name: wanted, description: '', kind: 'PULL' }),
      ).toMatchObject(conflict);
    }
    expect(await muster.mutate('updateAgent', { agentId, name })).toMatchObject({
      __typename: 'UpdateAgentSuccess',
    });
  });
});

describe('inputs that the agent’s schema does not accept', () => {
  test('are refused with where and what, and change nothing', async () => {
    const { id: agentId } = await newAgent(muster, {
      inputSchema: {
        type: 'object',
        properties: { csv: { type: 'string' }, rows: { type: 'integer', minimum: 1 } },
        required: ['csv'],
        additionalProperties: false,
      },
    });
    const jobId = await newJob(muster, { inputs: { cvs: 'a', rows: 0 } });
    const refused = await muster.mutate('assign', { jobId, agentId });
    expect(refused).toMatchObject({ __typename: 'InputsInvalid', code: 'INPUTS_INVALID' });
    expect(refused.issues.map(({ path }: Json) => path).toSorted()).toEqual([
      '/csv',
      '/cvs',
      '/rows',
    ]);
    expect(await storyOf(muster, jobId)).toMatchObject({ status: 'PENDING', version: 1 });
    expect(
      await muster.mutate('assign', { jobId, agentId, inputs: { csv: 'a', rows: 1 } }),
    ).toMatchObject({ __typename: 'AssignSuccess', job: { inputs: { csv: 'a', rows: 1 } } });
  });
});

describe('ids of nothing', () => {
  test.each(['nothing', '', 'a\u0000b', text(5_000), '\'; DROP TABLE "Job"; --'])(
    'such as %j are NOT_FOUND everywhere',
    async (id) => {
      const real = { jobId: await newJob(muster), agentId: (await newAgent(muster)).id };
      const missing = { __typename: 'NotFound', code: 'NOT_FOUND' };
      for (const [name, input] of [
        ['assign', { ...real, jobId: id }],
        ['assign', { ...real, agentId: id }],
        ['autoAssign', { jobId: id }],
        ['cancelAssignment', { jobId: id }],
        ['requestResubmission', { jobId: id, feedback: 'more' }],
        ['resubmit', { jobId: id }],
        ['updateAgent', { agentId: id, name: 'any' }],
        ['rotateAgentToken', { agentId: id }],
      ] as const)
        expect(await muster.mutate(name, input), name).toMatchObject(missing);

      const preview = await muster.post('/graphql', {
        query: 'query ($id: ID!) { previewAssignment(jobId: $id) { reason } }',
        variables: { id },
      });
      expect(preview.body.errors[0].extensions.code).toBe('NOT_FOUND');
      const stale = { assignmentId: id, leaseToken: 'any' };
      expect(await muster.mutate('heartbeat', stale)).toMatchObject({ code: 'STALE_LEASE' });
      expect(
        await muster.mutate('reportAssignment', { ...stale, outcome: 'STARTED' }),
      ).toMatchObject({ code: 'STALE_LEASE' });
      const { job, agent } = await muster.graphql(
        'query ($id: ID!) { job(id: $id) { id } agent(id: $id) { id } }',
        { id },
      );
      expect([job, agent]).toEqual([null, null]);
    },
  );
});
