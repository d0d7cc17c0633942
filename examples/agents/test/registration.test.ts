import { once } from 'node:events';
import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { Webhook } from 'standardwebhooks';
import { afterEach, expect, test } from 'vitest';
import { sampleAgents, startSampleAgents } from '../src/sample-agents.ts';
import {
  type Listener,
  listenForRequests,
  type Received,
  type Reply,
} from './listen-for-requests.ts';

interface Operation {
  query: string;
  variables: { name?: string; input?: Record<string, unknown> };
}

const operationOf = (request: Received): Operation => request.body as Operation;
const data = (value: object): Reply => ({ status: 200, body: { data: value } });

/** Muster's GraphQL, as far as registration uses it; `known` agents exist already, by name. */
function musterKnowing(known: Record<string, string>) {
  return (request: Received): Reply => {
    const { query, variables } = operationOf(request);
    if (query.startsWith('query FindAgent')) {
      const name = variables.name ?? '';
      // `text` matches anywhere in a name, so Muster finds others, too.
      const nodes = [{ id: 'other', name: `${name}-2` }];
      if (known[name] !== undefined) nodes.push({ id: known[name], name });
      return data({ agents: { edges: nodes.map((node) => ({ node })) } });
    }
    const id = variables.input?.['agentId'] ?? `new-${variables.input?.['name']}`;
    const success = query.includes('registerAgent') ? 'RegisterAgentSuccess' : 'UpdateAgentSuccess';
    return data({ result: { __typename: success, agent: { id } } });
  };
}

const closings: (() => Promise<void>)[] = [];
afterEach(async () => {
  for (const close of closings.splice(0).reverse()) await close();
});

async function start(muster: Pick<Listener, 'url'>) {
  const lines: string[] = [];
  const running = await startSampleAgents({
    port: 0,
    musterUrl: muster.url,
    token: 'admin token',
    pull: false,
    patience: { waitMs: 5_000, retryMs: 1 },
    log: (line) => lines.push(line),
  });
  closings.push(running.close);
  return { running, lines };
}

async function listen(answer: (request: Received) => Reply): Promise<Listener> {
  const muster = await listenForRequests(answer);
  closings.push(muster.close);
  return muster;
}

test('registers each agent with its endpoint, secret, schema and skills', async () => {
  const muster = await listen(musterKnowing({}));
  const { running, lines } = await start(muster);
  const inputs = muster.received
    .map((request) => operationOf(request).variables.input)
    .filter(Boolean);
  expect(inputs).toHaveLength(sampleAgents.length);
  expect(inputs[0]).toEqual({
    name: 'csv-analyst',
    kind: 'HTTP',
    description: expect.stringContaining('CSV'),
    skills: expect.arrayContaining([{ name: 'summarise CSV', description: expect.any(String) }]),
    inputSchema: expect.objectContaining({ type: 'object', required: ['csv'] }),
    capacity: expect.any(Number),
    endpoint: `${running.url}/csv-analyst`,
    secret: running.agents[0]?.secret,
  });
  expect(new Set(running.agents.map((agent) => agent.secret)).size).toBe(sampleAgents.length);
  for (const { secret } of running.agents) expect(() => new Webhook(secret)).not.toThrow();
  expect(lines).toHaveLength(sampleAgents.length);
  expect(lines[0]).toContain('csv-analyst  registered as new-csv-analyst');
  for (const { headers } of muster.received)
    expect(headers.authorization).toBe('Bearer admin token');
});

test('brings an agent of the same name up to date instead', async () => {
  const muster = await listen(musterKnowing({ 'json-checker': 'agent-7' }));
  const { running, lines } = await start(muster);
  const update = muster.received
    .map(operationOf)
    .find(({ query }) => query.includes('updateAgent'));
  expect(update?.variables.input).toMatchObject({
    agentId: 'agent-7',
    endpoint: `${running.url}/json-checker`,
    secret: running.agents.find((agent) => agent.name === 'json-checker')?.secret,
  });
  expect(update?.variables.input).not.toHaveProperty('kind');
  expect(lines.join('\n')).toContain('json-checker  updated as agent-7');
});

test('waits for a Muster that is not ready', async () => {
  let busy = 3;
  const answer = musterKnowing({});
  const muster = await listen((request) => {
    busy -= 1;
    if (busy === 1) return 'hangUp';
    return busy > 0 ? { status: 503 } : answer(request);
  });
  const { lines } = await start(muster);
  expect(lines).toHaveLength(sampleAgents.length);
});

test('gives up, and stops serving, when nobody answers for too long', async () => {
  const taken = createServer().listen(0, '127.0.0.1');
  await once(taken, 'listening');
  const { port } = taken.address() as AddressInfo;
  taken.close();
  await once(taken, 'close');
  const started = startSampleAgents({
    port: 0,
    musterUrl: `http://127.0.0.1:${port}`,
    token: 'x',
    patience: { waitMs: 20, retryMs: 5 },
  });
  await expect(started).rejects.toThrow(
    `Muster does not answer at http://127.0.0.1:${port}/graphql`,
  );
});

test.each([
  ['a token that is not accepted', { status: 401 }, 'does not accept MUSTER_TOKEN'],
  [
    'an error of the schema',
    { status: 200, body: { errors: [{ message: 'Cannot query field "agents"' }] } },
    'Cannot query field',
  ],
  [
    'a refusal',
    data({
      agents: { edges: [] },
      result: { __typename: 'ValidationFailed', code: 'VALIDATION', message: 'name is taken' },
    }),
    'Muster refused csv-analyst: name is taken (VALIDATION)',
  ],
])('says so on %s', async (_, reply, message) => {
  const muster = await listen(() => reply);
  await expect(start(muster)).rejects.toThrow(message);
});
