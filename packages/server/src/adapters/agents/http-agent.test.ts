import { once } from 'node:events';
import { createServer, type IncomingMessage, type Server, type ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';
import { Webhook } from 'standardwebhooks';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import type { AgentAnswer, AgentCall } from '../../app/ports/agent-caller.ts';
import { agentCall, exampleSecret } from './agent-call.test-kit.ts';
import { createEgress } from './egress.ts';
import { createHttpAgentCaller, type HttpAgentOptions } from './http-agent.ts';

type Handler = (request: IncomingMessage, response: ServerResponse, body: string) => void;

let server: Server;
let url: string;
let handle: Handler;
const egress = createEgress({ allowLoopback: true, allowedNetworks: [] });

beforeAll(async () => {
  server = createServer(async (request, response) => {
    const chunks: Buffer[] = [];
    for await (const chunk of request as AsyncIterable<Buffer>) chunks.push(chunk);
    handle(request, response, Buffer.concat(chunks).toString());
  });
  server.listen(0, '127.0.0.1');
  await once(server, 'listening');
  url = `http://127.0.0.1:${(server.address() as AddressInfo).port}/run`;
});
afterAll(async () => {
  server.closeAllConnections();
  server.close();
  await egress.close();
});

const caller = (options: Partial<HttpAgentOptions> = {}) =>
  createHttpAgentCaller({
    egress,
    reportUrlFor: (id) => `http://muster.example/api/assignments/${id}/report`,
    timeoutMs: 5_000,
    now: () => new Date(),
    ...options,
  });

function call(
  handler: Handler,
  options: Partial<HttpAgentOptions> = {},
  parts: Partial<AgentCall> = {},
): Promise<AgentAnswer> {
  handle = handler;
  return caller(options).call(agentCall({ agent: { endpoint: url }, ...parts }));
}

const answering =
  (status: number, body: unknown = '', headers: Record<string, string> = {}): Handler =>
  (_request, response) => {
    response.writeHead(status, headers);
    response.end(typeof body === 'string' ? body : JSON.stringify(body));
  };

const failedAs = (failure: object) => ({ outcome: { outcome: 'FAILED', failure } });
const completed = { outcome: 'COMPLETED', output: { rows: 1 } };

describe('the call', () => {
  it('is signed as Standard Webhooks and has exactly the body of the contract', async () => {
    let headers: IncomingMessage['headers'] = {};
    let verified: unknown;
    const handler: Handler = (request, response, body) => {
      headers = request.headers;
      verified = new Webhook(exampleSecret).verify(body, request.headers as Record<string, string>);
      answering(200, completed)(request, response, body);
    };
    expect((await call(handler)).outcome).toEqual(completed);
    expect(headers['content-type']).toBe('application/json');
    expect(headers['webhook-id']).toBe('msg_assignment-1');
    expect(verified).toEqual({
      type: 'assignment.created',
      timestamp: expect.stringMatching(/^\d{4}-.*Z$/),
      data: {
        assignmentId: 'assignment-1',
        leaseToken: 'lease-token-0123456789abcdef',
        attempt: 2,
        leaseExpiresAt: '2026-11-01T12:05:00.000Z',
        reportUrl: 'http://muster.example/api/assignments/assignment-1/report',
        job: agentCall().job,
      },
    });
  });

  it('made again has the same id and its own timestamp', async () => {
    const seen: unknown[] = [];
    const handler: Handler = (request, response, body) => {
      seen.push([request.headers['webhook-id'], request.headers['webhook-timestamp']]);
      answering(202)(request, response, body);
    };
    await call(handler, { now: () => new Date(1_000_000) });
    await call(handler, { now: () => new Date(2_000_000) });
    expect(seen).toEqual([
      ['msg_assignment-1', '1000'],
      ['msg_assignment-1', '2000'],
    ]);
  });

  it('leaves a record without the signature, the secret and the lease token', async () => {
    const { leaseToken } = agentCall();
    const echoing = answering(200, { ...completed, output: { echo: `got ${leaseToken}` } });
    const answer = await call(echoing);
    expect(answer.request).toMatchObject({
      method: 'POST',
      url,
      body: { data: { leaseToken: '[redacted]', job: { title: 'Summarise this CSV' } } },
    });
    expect(answer.response).toEqual({
      status: 200,
      body: { outcome: 'COMPLETED', output: { echo: 'got [redacted]' } },
      durationMs: expect.any(Number),
    });
    const record = JSON.stringify([answer.request, answer.response]);
    for (const secret of [leaseToken, exampleSecret, 'webhook-signature', 'v1,']) {
      expect(record).not.toContain(secret);
    }
  });
});

describe('answers', () => {
  it.each([
    completed,
    { outcome: 'REJECTED', message: 'not mine' },
    { outcome: 'RESUBMISSION_REQUIRED', message: 'the CSV has no header' },
    {
      outcome: 'FAILED',
      failure: { class: 'quota', message: 'no tokens left', retryAfterMs: 5_000 },
    },
  ])('200 with $outcome is that', async (said) => {
    expect((await call(answering(200, said))).outcome).toEqual(said);
  });

  it('202 is STARTED, whatever its body does', async () => {
    expect((await call(answering(202))).outcome).toEqual({ outcome: 'STARTED' });
    const neverEnding: Handler = (_request, response) => {
      response.writeHead(202).write('{');
    };
    expect((await call(neverEnding)).outcome).toEqual({ outcome: 'STARTED' });
  });

  it.each([
    ['200 without a body', answering(200), { class: 'protocol' }],
    ['200 without an outcome', answering(200, { result: 1 }), { class: 'protocol' }],
    ['200 with STARTED', answering(200, { outcome: 'STARTED' }), { class: 'protocol' }],
    ['200 that is not JSON', answering(200, '<html>'), { class: 'protocol' }],
    ['204', answering(204), { class: 'protocol' }],
    ['400', answering(400), { class: 'unavailable' }],
    ['401', answering(401), { class: 'unavailable' }],
    ['404', answering(404, completed), { class: 'unavailable' }],
    ['408', answering(408), { class: 'transient' }],
    ['500', answering(500, completed), { class: 'transient' }],
    ['502', answering(502), { class: 'unavailable' }],
    [
      '503 with Retry-After in seconds',
      answering(503, '', { 'retry-after': '3' }),
      { class: 'unavailable', retryAfterMs: 3_000 },
    ],
    [
      '429 with Retry-After in seconds',
      answering(429, '', { 'retry-after': '120' }),
      { class: 'quota', retryAfterMs: 120_000 },
    ],
    [
      '429 with Retry-After as a date',
      answering(429, '', { 'retry-after': 'Thu, 01 Jan 1970 00:01:00 GMT' }),
      { class: 'quota', retryAfterMs: 0 },
    ],
    ['429 without', answering(429), { class: 'quota' }],
  ])('%s', async (_name, handler, failure) => {
    expect(await call(handler)).toMatchObject(failedAs(failure));
  });

  it('a redirect is not followed', async () => {
    let calls = 0;
    const handler: Handler = (...exchange) => {
      calls += 1;
      answering(307, '', { location: url })(...exchange);
    };
    expect(await call(handler)).toMatchObject(
      failedAs({ class: 'unavailable', message: expect.stringContaining('redirect') }),
    );
    expect(calls).toBe(1);
  });
});

describe('an agent that does not answer properly', () => {
  it('and hangs is given up at the time limit', async () => {
    const answer = await call(() => undefined, { timeoutMs: 60 });
    expect(answer).toMatchObject(
      failedAs({ class: 'transient', message: expect.stringContaining('within 60 ms') }),
    );
    expect(answer.response).toEqual({ durationMs: expect.any(Number) });
  });

  it('and drips its answer byte by byte is given up at the same limit', async () => {
    let closed: Promise<unknown> = Promise.resolve();
    const drip: Handler = (_request, response) => {
      response.writeHead(200);
      const timer = setInterval(() => response.write(' '), 5);
      closed = once(response, 'close').then(() => clearInterval(timer));
    };
    const answer = await call(drip, { timeoutMs: 80 });
    expect(answer).toMatchObject(failedAs({ class: 'transient' }));
    expect(answer.response).toMatchObject({ status: 200 });
    await closed;
  });

  it('and resets the connection is transient', async () => {
    const reset: Handler = (_request, response) => response.socket?.resetAndDestroy();
    expect(await call(reset)).toMatchObject(
      failedAs({ class: 'transient', message: expect.stringContaining('broke') }),
    );
  });

  it('and closes in the middle of its answer is transient', async () => {
    const half: Handler = (_request, response) => {
      response.writeHead(200, { 'content-length': '1000' });
      response.write('{"outcome":', () => response.destroy());
    };
    expect(await call(half)).toMatchObject(failedAs({ class: 'transient' }));
  });

  it('and sends 50 MB is cut off at the limit, its connection destroyed', async () => {
    let sent = 0;
    let closed: Promise<unknown> = Promise.resolve();
    const flood: Handler = (_request, response) => {
      response.writeHead(200);
      closed = once(response, 'close');
      const chunk = Buffer.alloc(64 * 1024, ' ');
      const more = (): void => {
        while (sent < 50_000_000 && !response.destroyed) {
          sent += chunk.length;
          if (!response.write(chunk)) {
            response.once('drain', more);
            return;
          }
        }
        response.end();
      };
      more();
    };
    expect(await call(flood)).toMatchObject(
      failedAs({ class: 'protocol', message: expect.stringContaining('larger than 1 MiB') }),
    );
    await closed;
    // What is in flight when the reader goes: the buffers of two sockets on loopback.
    expect(sent).toBeLessThan(25_000_000);
  });

  it('and does not speak HTTP is unavailable', async () => {
    const garbage: Handler = (_request, response) => response.socket?.end('SSH-2.0-x\r\n');
    expect(await call(garbage)).toMatchObject(failedAs({ class: 'unavailable' }));
  });

  it('because the call was cancelled ends at once', async () => {
    const controller = new AbortController();
    const cancel: Handler = () => controller.abort();
    expect(await call(cancel, {}, { signal: controller.signal })).toMatchObject(
      failedAs({ class: 'transient', message: expect.stringContaining('cancelled') }),
    );
  });
});

describe('an agent that cannot be called', () => {
  const callAgent = (agent: Partial<AgentCall['agent']>, options: Partial<HttpAgentOptions> = {}) =>
    caller(options).call(agentCall({ agent }));

  it('because nobody listens is unavailable', async () => {
    const gone = createServer();
    gone.listen(0, '127.0.0.1');
    await once(gone, 'listening');
    const { port } = gone.address() as AddressInfo;
    gone.close();
    await once(gone, 'close');
    expect(await callAgent({ endpoint: `http://127.0.0.1:${port}/` })).toMatchObject(
      failedAs({ class: 'unavailable', message: expect.stringContaining('ECONNREFUSED') }),
    );
  });

  it('because its name does not exist is unavailable', async () => {
    const resolve = async () => {
      throw Object.assign(new Error('getaddrinfo ENOTFOUND'), { code: 'ENOTFOUND' });
    };
    const nowhere = createEgress({ allowLoopback: true, allowedNetworks: [], resolve });
    const answer = await callAgent({ endpoint: 'http://nowhere.example/' }, { egress: nowhere });
    expect(answer).toMatchObject(failedAs({ class: 'unavailable' }));
    await nowhere.close();
  });

  it('because its name points to a private address is unavailable, and is not called', async () => {
    let called = false;
    handle = () => {
      called = true;
    };
    const resolve = async () => [{ address: '127.0.0.1', family: 4 }];
    const guarded = createEgress({ allowLoopback: false, allowedNetworks: [], resolve });
    const endpoint = url.replace('127.0.0.1', 'agent.example');
    expect(await callAgent({ endpoint }, { egress: guarded })).toMatchObject(
      failedAs({
        class: 'unavailable',
        message: expect.stringContaining('agent.example (127.0.0.1) is not a public address'),
      }),
    );
    expect(called).toBe(false);
    await guarded.close();
  });

  it.each([
    [{ endpoint: null }, { class: 'protocol', message: /no endpoint/ }],
    [
      { endpoint: 'http://a.example/', secret: null },
      { class: 'protocol', message: /no secret/ },
    ],
    [
      { endpoint: 'http://a.example/', secret: 'whsec_%%%' },
      { class: 'protocol', message: /not whsec_/ },
    ],
    [{ endpoint: 'http://169.254.169.254/' }, { class: 'unavailable', message: /not a public/ }],
    [{ endpoint: 'gopher://a.example/' }, { class: 'unavailable', message: /must start with/ }],
  ])('%j', async (agent, { class: failureClass, message }) => {
    const answer = await callAgent(agent);
    expect(answer).toMatchObject(
      failedAs({ class: failureClass, message: expect.stringMatching(message) }),
    );
    expect(answer.response).toBeNull();
  });
});
