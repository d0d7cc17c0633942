import { createServer, type IncomingMessage, type Server, type ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';
import { getRequestListener } from '@hono/node-server';
import { maxBodyBytes } from './guard.ts';
import { serveWebSocket, type WebSocketOptions } from './websocket.ts';

export interface ServeOptions {
  readonly host: string;
  readonly port: number;
  readonly app: { readonly fetch: FetchCallback };
  /** Looks at every request first; what it does not answer goes to the app. */
  readonly first: ((request: IncomingMessage, response: ServerResponse) => Promise<boolean>) | null;
  /** Null: no WebSockets. */
  readonly webSocket: Omit<WebSocketOptions, 'maxPayload'> | null;
  readonly onError: (error: unknown, doing: string) => void;
}

type FetchCallback = Parameters<typeof getRequestListener>[0];

export interface Serving {
  readonly port: number;
  /** Refuses newcomers, lets running requests finish, closes WebSockets with "going away". */
  close(withinMs: number): Promise<void>;
}

/** Listens for HTTP and WebSocket on one port. */
export async function serve({
  host,
  port,
  app,
  first,
  webSocket: options,
  onError,
}: ServeOptions): Promise<Serving> {
  const answer = getRequestListener(app.fetch);
  const respond = async (request: IncomingMessage, response: ServerResponse) => {
    if (!(await first?.(request, response))) await answer(request, response);
  };
  const server: Server = createServer((request, response) => {
    // Whatever it is, it is one request's: nobody else is to suffer for it.
    respond(request, response).catch((error: unknown) => {
      onError(error, 'answering a request');
      response.destroy();
    });
  });
  // Longer than proxies and clients keep an idle connection, so that none is closed under a request that is on its way.
  server.keepAliveTimeout = 75_000;
  const webSocket = options && serveWebSocket(server, { ...options, maxPayload: maxBodyBytes });
  let closing = false;
  // A client that sends its next request over the connection of the last one would never leave.
  server.on('request', (_request, response) => {
    response.once('close', () => closing && setImmediate(() => server.closeIdleConnections()));
  });
  await new Promise<void>((resolve, reject) => {
    server.once('error', reject);
    server.listen(port, host, () => {
      server.off('error', reject);
      resolve();
    });
  });
  return {
    port: (server.address() as AddressInfo).port,
    async close(withinMs) {
      closing = true;
      const closed = new Promise<void>((resolve) => server.close(() => resolve()));
      server.closeIdleConnections();
      await webSocket?.close();
      const late = setTimeout(() => server.closeAllConnections(), withinMs);
      await closed;
      clearTimeout(late);
    },
  };
}
