import { createServer, type IncomingMessage, type ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';
import { onTestFinished } from 'vitest';
import type { Json } from './client.ts';

/** One delivery as the agent received it. */
export interface Delivery {
  readonly body: Json;
  readonly text: string;
  readonly headers: IncomingMessage['headers'];
  /** Answers with a status and a JSON body. */
  answer(status: number, body?: unknown, headers?: Record<string, string>): void;
  /** For answers that are not proper ones. */
  readonly response: ServerResponse;
}

export interface TestAgent {
  readonly url: string;
  readonly deliveries: readonly Delivery[];
  /** The next delivery that nobody took yet; waits for it. */
  next(): Promise<Delivery>;
}

/** A real HTTP agent on loopback. It answers by `answer`, or, without one, when the test answers its delivery. */
export async function startTestAgent(answer?: (delivery: Delivery) => void): Promise<TestAgent> {
  const deliveries: Delivery[] = [];
  const untaken: Delivery[] = [];
  const waiting: ((delivery: Delivery) => void)[] = [];
  const server = createServer(async (request, response) => {
    const chunks: Buffer[] = [];
    for await (const chunk of request) chunks.push(chunk as Buffer);
    const text = Buffer.concat(chunks).toString('utf8');
    const delivery: Delivery = {
      text,
      body: JSON.parse(text),
      headers: request.headers,
      response,
      answer(status, body, headers = {}) {
        response.writeHead(status, { 'content-type': 'application/json', ...headers });
        response.end(body === undefined ? undefined : JSON.stringify(body));
      },
    };
    deliveries.push(delivery);
    if (answer) answer(delivery);
    const taker = waiting.shift();
    if (taker) taker(delivery);
    else untaken.push(delivery);
  });
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  onTestFinished(async () => {
    server.closeAllConnections();
    await new Promise<void>((resolve) => server.close(() => resolve()));
  });
  return {
    url: `http://127.0.0.1:${(server.address() as AddressInfo).port}/`,
    deliveries,
    next: () => {
      const ready = untaken.shift();
      return ready ? Promise.resolve(ready) : new Promise((resolve) => waiting.push(resolve));
    },
  };
}
