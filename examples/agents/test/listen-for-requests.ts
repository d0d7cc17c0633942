import { once } from 'node:events';
import { createServer, type IncomingHttpHeaders, type IncomingMessage } from 'node:http';
import type { AddressInfo } from 'node:net';

/** What a test's own server received. */
export interface Received {
  path: string;
  headers: IncomingHttpHeaders;
  body: unknown;
}

/** What it answers; `hangUp` closes the connection without a word. */
export type Reply = { status: number; body?: unknown } | 'hangUp';

export interface Listener {
  url: string;
  /** All requests so far. */
  received: Received[];
  /** The next request that no earlier call has returned: tests wait on it instead of sleeping. */
  next(): Promise<Received>;
  close(): Promise<void>;
}

/** A real HTTP server for tests, standing in for Muster's side. */
export async function listenForRequests(
  answer: (request: Received) => Reply | Promise<Reply>,
  port = 0,
): Promise<Listener> {
  const received: Received[] = [];
  const arrivals: Received[] = [];
  const waiting: ((request: Received) => void)[] = [];
  const server = createServer(async (request, response) => {
    const arrived = await readRequest(request);
    received.push(arrived);
    const waiter = waiting.shift();
    if (waiter) waiter(arrived);
    else arrivals.push(arrived);
    const reply = await answer(arrived);
    if (reply === 'hangUp') response.destroy();
    else {
      response.writeHead(reply.status, { 'content-type': 'application/json' });
      response.end(JSON.stringify(reply.body ?? {}));
    }
  });
  server.listen(port, '127.0.0.1');
  await once(server, 'listening');
  return {
    url: `http://127.0.0.1:${(server.address() as AddressInfo).port}`,
    received,
    next: () => {
      const arrived = arrivals.shift();
      if (arrived) return Promise.resolve(arrived);
      return new Promise((resolve) => waiting.push(resolve));
    },
    close: async () => {
      server.close();
      server.closeAllConnections();
      await once(server, 'close');
    },
  };
}

async function readRequest(request: IncomingMessage): Promise<Received> {
  let text = '';
  for await (const chunk of request.setEncoding('utf8')) text += String(chunk);
  const body: unknown = text === '' ? undefined : JSON.parse(text);
  return { path: request.url ?? '', headers: request.headers, body };
}
