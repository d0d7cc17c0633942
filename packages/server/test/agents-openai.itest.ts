import { afterAll, beforeAll, expect, test } from 'vitest';
import { agentOf, assignTo, newAgent, newJob, reached, storyOf, unique } from './kit/story.ts';
import { musterForTest, startTestMuster, type TestMuster } from './kit/test-muster.ts';
import { type OpenAiProtocolServer, startOpenAiProtocolServer } from './openai-protocol-server.ts';

const apiKey = 'sk-test-0123456789abcdefghij';

let model: OpenAiProtocolServer;
let muster: TestMuster;
beforeAll(async () => {
  model = await startOpenAiProtocolServer();
  muster = await startTestMuster({
    openai: { apiKey, baseUrl: model.baseURL, model: 'gpt-default' },
  });
});
afterAll(async () => {
  await muster.stop();
  await model.close();
});

const haiku = { kind: 'OPENAI', instructions: 'You write haiku.' };

/** A job given to an agent that runs on the model. */
async function given(
  agentInput: Record<string, unknown> = {},
  jobInput: Record<string, unknown> = {},
) {
  const agent = await newAgent(muster, { ...haiku, ...agentInput });
  const jobId = await newJob(muster, jobInput);
  const assignmentId = await assignTo(muster, jobId, agent.id);
  return { agent, jobId, assignmentId };
}

test('the model gets the instructions as its system prompt and the job as data, and its output is the result', async () => {
  model.script({ json: { outcome: 'COMPLETED', output: '{"lines":3}', message: 'Written.' } });
  const asked = model.nextRequest();
  const { agent, jobId } = await given(
    { model: 'gpt-special' },
    { title: 'A pond', description: 'Old and silent.', inputs: { frogs: 1 } },
  );

  const { body, authorization } = await asked;
  expect(authorization).toBe(`Bearer ${apiKey}`);
  expect(body.model).toBe('gpt-special');
  const [system, user] = body.messages;
  expect(system?.content).toMatch(/^You write haiku\./);
  expect(JSON.parse(user?.content ?? '')).toEqual({
    job: {
      title: 'A pond',
      description: 'Old and silent.',
      inputs: { frogs: 1 },
      requiredSkills: [],
      priority: 50,
    },
  });

  const job = await reached(muster, jobId, 'COMPLETED');
  expect(job).toMatchObject({ result: { lines: 3 }, agent: { id: agent.id } });
  expect(job.logs).toMatchObject([
    { status: 'PENDING' },
    { status: 'ASSIGNED' },
    { status: 'IN_PROGRESS', actor: 'system', message: `${agent.name} began.` },
    {
      status: 'COMPLETED',
      actor: `agent:${agent.id}`,
      message: 'Written.',
      requestPayload: { url: `${model.baseURL}/chat/completions`, body: { model: 'gpt-special' } },
      responsePayload: { status: 200, model: 'gpt-special', finishReason: 'stop' },
    },
  ]);
  expect(JSON.stringify(job.logs)).not.toContain(apiKey);
});

test('the job is IN_PROGRESS while the model works, and a cancellation ends the call', async () => {
  model.script({ hang: true });
  const asked = model.nextRequest();
  const { agent, jobId } = await given();
  await asked;
  expect(await storyOf(muster, jobId)).toMatchObject({
    status: 'IN_PROGRESS',
    assignments: [{ state: 'IN_PROGRESS', startedAt: expect.any(String) }],
  });

  await muster.mutate('cancelAssignment', { jobId });
  expect(await storyOf(muster, jobId)).toMatchObject({
    status: 'PENDING',
    assignments: [{ state: 'CANCELLED', refusedReports: [] }],
  });
  expect(await agentOf(muster, agent.id)).toMatchObject({ activeJobs: 0 });
});

test.each([
  [
    'rejects the job',
    { json: { outcome: 'REJECTED', output: '', message: 'That is no poem.' } },
    'REJECTED',
    'refused',
    'That is no poem.',
  ],
  [
    'needs more input',
    { json: { outcome: 'RESUBMISSION_REQUIRED', output: '', message: 'Which season?' } },
    'RESUBMISSION_REQUIRED',
    'bad_input',
    'Which season?',
  ],
  ['refuses', { refusal: 'I cannot help with that.' }, 'REJECTED', 'refused', 'I cannot help'],
  ['answers what is not JSON', { content: 'A haiku!' }, 'FAILED', 'protocol', 'not JSON'],
  [
    'is cut off',
    { content: '{"outcome":', finishReason: 'length' },
    'FAILED',
    'protocol',
    'length limit',
  ],
  [
    'says COMPLETED without an output',
    { json: { outcome: 'COMPLETED', output: '', message: '' } },
    'FAILED',
    'protocol',
    'without an output',
  ],
  ['fails', { status: 500 }, 'FAILED', 'transient', 'HTTP 500'],
  ['is overloaded', { status: 503 }, 'FAILED', 'unavailable', 'HTTP 503'],
  ['does not accept the key', { status: 401 }, 'FAILED', 'unavailable', 'HTTP 401'],
  ['breaks the connection', { reset: true as const }, 'FAILED', 'transient', 'cannot be reached'],
])('a model that %s leaves the job in %o', async (_, answer, status, failureClass, says) => {
  model.script(answer);
  const { jobId } = await given();
  expect((await reached(muster, jobId, status)).assignments).toMatchObject([
    { state: status, failureClass, message: expect.stringContaining(says) },
  ]);
});

test('429 is quota: the agent cools down for as long as the API says, and is not matched meanwhile', async () => {
  model.script({ status: 429, headers: { 'retry-after': '90' } });
  const skill = unique('skill');
  const { agent, jobId } = await given({ skills: [{ name: skill }] }, { requiredSkills: [skill] });
  expect((await reached(muster, jobId, 'FAILED')).assignments).toMatchObject([
    { failureClass: 'quota' },
  ]);
  const { availability, cooldownUntil } = await agentOf(muster, agent.id);
  expect(availability).toBe('COOLING_DOWN');
  expect(Date.parse(cooldownUntil) - Date.now()).toBeGreaterThan(60_000);
  await muster.mutate('resubmit', { jobId });
  expect((await muster.mutate('autoAssign', { jobId })).__typename).toBe('NoAgentMatched');
});

test('without a key the job fails as unavailable, with a message that says what to set', async () => {
  const bare = await musterForTest();
  const agent = await newAgent(bare, haiku);
  const jobId = await newJob(bare);
  await assignTo(bare, jobId, agent.id);
  const job = await reached(bare, jobId, 'FAILED');
  expect(job.assignments).toMatchObject([
    { failureClass: 'unavailable', message: expect.stringContaining('set OPENAI_API_KEY') },
  ]);
  expect(job.logs.at(-1).message).toContain('set OPENAI_API_KEY');
});
