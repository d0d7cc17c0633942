import { onTestFinished } from 'vitest';
import { WebSocket } from 'ws';
import type { Json } from './client.ts';

/** A WebSocket that speaks `graphql-transport-ws` message by message, so that a test sees each one. */
export interface Socket {
  /** The status with which the upgrade was refused, or 101. */
  readonly upgraded: Promise<number>;
  /** The protocol that the server chose. */
  readonly protocol: string;
  readonly closed: Promise<{ code: number; reason: string }>;
  send(message: Json): void;
  /** The next message; waits for it. */
  next(): Promise<Json>;
  /** Sends the credentials and waits until they are accepted. */
  init(payload?: Json): Promise<void>;
  /** Runs one operation to its end: what came back. */
  run(query: string, variables?: Json): Promise<Json>;
  close(): void;
}

export interface SocketOptions {
  readonly path?: string;
  readonly protocols?: readonly string[];
  readonly headers?: Record<string, string>;
}

/** Closed when the test is over. */
export function openSocket(
  url: string,
  { path = '/graphql', protocols = ['graphql-transport-ws'], headers = {} }: SocketOptions = {},
): Socket {
  const socket = new WebSocket(`${url.replace(/^http/, 'ws')}${path}`, [...protocols], { headers });
  onTestFinished(() => socket.terminate());
  const waiting: Json[] = [];
  const takers: ((message: Promise<Json>) => void)[] = [];
  let operations = 0;

  const upgraded = new Promise<number>((resolve) => {
    socket.on('open', () => resolve(101));
    socket.on('unexpected-response', (request, { statusCode = 0 }) => {
      resolve(statusCode);
      request.destroy();
    });
  });
  const closed = new Promise<{ code: number; reason: string }>((resolve) => {
    socket.on('close', (code, reason) => {
      resolve({ code, reason: String(reason) });
      for (const take of takers.splice(0)) take(ended());
    });
  });
  // Refused and broken connections are looked at through `upgraded` and `closed`.
  socket.on('error', () => {});
  socket.on('message', (data) => {
    const message: Json = JSON.parse(String(data));
    const taker = takers.shift();
    if (taker) taker(Promise.resolve(message));
    else waiting.push(message);
  });

  const ended = async (): Promise<Json> => {
    throw new Error(`The connection was closed: ${JSON.stringify(await closed)}`);
  };
  const next = async (): Promise<Json> => {
    if (waiting.length > 0) return waiting.shift();
    if (socket.readyState > socket.OPEN) return ended();
    return new Promise<Json>((resolve) => takers.push(resolve));
  };
  const send = (message: Json) =>
    socket.send(typeof message === 'string' ? message : JSON.stringify(message));

  return {
    upgraded,
    closed,
    get protocol() {
      return socket.protocol;
    },
    send,
    next,
    async init(payload) {
      await upgraded;
      send({ type: 'connection_init', payload });
      const message = await next();
      if (message.type !== 'connection_ack') throw new Error(JSON.stringify(message));
    },
    async run(query, variables) {
      operations += 1;
      const id = `operation-${operations}`;
      send({ type: 'subscribe', id, payload: { query, variables } });
      const message = await next();
      if (message.id !== id) throw new Error(JSON.stringify(message));
      if (message.type === 'next') await next();
      return message.type === 'error' ? { errors: message.payload } : message.payload;
    },
    close: () => socket.close(),
  };
}
