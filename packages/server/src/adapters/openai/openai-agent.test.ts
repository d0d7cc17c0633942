import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import {
  type OpenAiProtocolServer,
  type ScriptedAnswer,
  startOpenAiProtocolServer,
} from '../../../test/openai-protocol-server.ts';
import type { AgentAnswer } from '../../app/ports/agent-caller.ts';
import { agentCall } from '../agents/agent-call.test-kit.ts';
import { createOpenAiClient } from './client.ts';
import { createOpenAiAgentCaller } from './openai-agent.ts';

let server: OpenAiProtocolServer;
beforeAll(async () => {
  server = await startOpenAiProtocolServer();
});
afterAll(() => server.close());

const now = () => new Date('2026-11-01T12:00:00Z');
const writer = { instructions: 'You write haiku.', endpoint: null, secret: null };

function caller(timeoutMs = 5_000) {
  const client = createOpenAiClient({ apiKey: 'sk-test-key-0123456789', baseURL: server.baseURL });
  return createOpenAiAgentCaller({ client, defaultModel: 'default-model', timeoutMs, now });
}

function callWith(...answers: ScriptedAnswer[]): Promise<AgentAnswer> {
  server.script(...answers);
  return caller().call(agentCall({ agent: writer }));
}

describe('the question to the model', () => {
  it('has the instructions in the system prompt and the job as JSON in the user message', async () => {
    await callWith({ json: { outcome: 'COMPLETED', output: 'done', message: '' } });
    const asked = server.requests.at(-1)?.body;
    expect(asked?.model).toBe('default-model');
    const [system, user] = asked?.messages ?? [];
    expect(system?.content).toMatch(/^You write haiku\./);
    expect(JSON.parse(user?.content ?? '')).toMatchObject({ job: { title: 'Summarise this CSV' } });
    expect(user?.content).not.toContain(agentCall().leaseToken);
  });

  it('goes to the model of the agent when it names one', async () => {
    await caller().call(agentCall({ agent: { ...writer, model: 'special' } }));
    expect(server.requests.at(-1)?.body.model).toBe('special');
  });
});

describe('outcomes', () => {
  it('gives output that is JSON as JSON', async () => {
    const { outcome } = await callWith({
      json: { outcome: 'COMPLETED', output: '{"rows": 3}', message: 'counted' },
    });
    expect(outcome).toEqual({ outcome: 'COMPLETED', output: { rows: 3 }, message: 'counted' });
  });

  it('gives other output as text', async () => {
    const { outcome } = await callWith({
      json: { outcome: 'COMPLETED', output: 'An old silent pond', message: '' },
    });
    expect(outcome).toEqual({ outcome: 'COMPLETED', output: 'An old silent pond' });
  });

  it.each(['REJECTED', 'RESUBMISSION_REQUIRED'] as const)('%s with its message', async (said) => {
    const { outcome } = await callWith({ json: { outcome: said, output: '', message: 'no poem' } });
    expect(outcome).toEqual({ outcome: said, message: 'no poem' });
  });

  it('records what was asked and what came, with the tokens used, and without the key', async () => {
    const answer = await callWith({ json: { outcome: 'COMPLETED', output: 'x', message: '' } });
    expect(answer.request).toMatchObject({ method: 'POST', body: { model: 'default-model' } });
    expect(answer.response).toMatchObject({
      status: 200,
      durationMs: 0,
      usage: { prompt_tokens: 120, completion_tokens: 30, total_tokens: 150 },
    });
    expect(JSON.stringify(answer)).not.toContain('sk-test-key');
  });
});

describe('failures', () => {
  const completed = { outcome: 'COMPLETED', output: 'x', message: '' };
  const cases: readonly (readonly [string, ScriptedAnswer, object])[] = [
    ['401', { status: 401 }, { class: 'unavailable' }],
    ['403', { status: 403 }, { class: 'unavailable' }],
    ['404', { status: 404 }, { class: 'unavailable' }],
    ['a 400', { status: 400 }, { class: 'agent_error' }],
    [
      'a job too long for the model',
      { status: 400, body: { error: { message: 'long', code: 'context_length_exceeded' } } },
      { class: 'bad_input' },
    ],
    [
      '429 with Retry-After',
      { status: 429, headers: { 'retry-after': '7' } },
      { class: 'quota', retryAfterMs: 7_000 },
    ],
    [
      '429 with retry-after-ms',
      { status: 429, headers: { 'retry-after-ms': '250', 'retry-after': '1' } },
      { class: 'quota', retryAfterMs: 250 },
    ],
    ['429 without', { status: 429 }, { class: 'quota' }],
    ['500', { status: 500 }, { class: 'transient' }],
    ['503', { status: 503 }, { class: 'unavailable' }],
    ['a reset', { reset: true }, { class: 'transient' }],
    ['a refusal', { refusal: 'I cannot help with that' }, { class: 'refused' }],
    ['text that is not JSON', { content: 'hello' }, { class: 'protocol' }],
    ['a body that is not JSON', { rawBody: '<html>' }, { class: 'protocol' }],
    ['an unknown outcome', { json: { ...completed, outcome: 'DONE' } }, { class: 'protocol' }],
    ['COMPLETED without an output', { json: { ...completed, output: '' } }, { class: 'protocol' }],
    ['an answer cut off', { json: completed, finishReason: 'length' }, { class: 'protocol' }],
  ];
  it.each(cases)('%s', async (_name, scripted, failure) => {
    const before = server.requests.length;
    const { outcome } = await callWith(scripted);
    expect(outcome).toMatchObject({ outcome: 'FAILED', failure });
    expect(server.requests.length - before).toBe(1);
  });

  it('a model that hangs is transient at the time limit', async () => {
    server.script({ hang: true });
    const { outcome } = await caller(50).call(agentCall({ agent: writer }));
    expect(outcome).toMatchObject({
      failure: { class: 'transient', message: expect.stringMatching(/within 50 ms/) },
    });
  });

  it('a cancelled call ends at once', async () => {
    server.script({ hang: true });
    const controller = new AbortController();
    const arrived = server.nextRequest();
    const answer = caller().call(agentCall({ agent: writer, signal: controller.signal }));
    await arrived;
    controller.abort();
    expect((await answer).outcome).toMatchObject({
      failure: { class: 'transient', message: expect.stringMatching(/cancelled/) },
    });
  });

  it('without a client it is unavailable and says what to set', async () => {
    const none = createOpenAiAgentCaller({ client: null, defaultModel: 'm', now });
    const { outcome, response } = await none.call(agentCall({ agent: writer }));
    expect(outcome).toMatchObject({
      failure: { class: 'unavailable', message: expect.stringMatching(/OPENAI_API_KEY/) },
    });
    expect(response).toBeNull();
  });
});
