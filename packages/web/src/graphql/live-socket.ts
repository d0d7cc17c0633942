import type { SubscriptionForwarder } from '@urql/core';
import type { ExecutionResult } from 'graphql';
import { createClient } from 'graphql-ws/client';

/**
 * Results that arrive within one frame are handed on together: the cache then reads each query on
 * screen again once for all of them, not once for each.
 */
const frameMs = 50;

export interface SocketListener {
  connected(): void;
  heard(): void;
  closed(): void;
}

const listeners = new Set<SocketListener>();

export function listenToSocket(listener: SocketListener): () => void {
  listeners.add(listener);
  return () => listeners.delete(listener);
}

let pongTimer: ReturnType<typeof setTimeout> | undefined;

/**
 * Retries are off: graphql-ws would subscribe again with the same variables, that is, from an old
 * cursor. The live feed subscribes again by itself, from where it stands.
 */
const socket = createClient({
  url: () => `${location.protocol === 'https:' ? 'wss' : 'ws'}://${location.host}/graphql`,
  retryAttempts: 0,
  keepAlive: 10_000,
  // A feed that starts over keeps its socket.
  lazyCloseTimeout: 2_000,
  connectionAckWaitTimeout: 10_000,
  on: {
    connected: () => {
      for (const one of listeners) one.connected();
    },
    message: () => {
      for (const one of listeners) one.heard();
    },
    ping: (received) => {
      // A connection that died without a close (a laptop that slept) answers no ping.
      if (!received) pongTimer = setTimeout(() => socket.terminate(), 5_000);
    },
    pong: (received) => {
      if (received) clearTimeout(pongTimer);
    },
    closed: () => {
      clearTimeout(pongTimer);
      for (const one of listeners) one.closed();
    },
  },
});

/** Whoever subscribes next does so over a new connection. */
export const dropSocket = (): void => socket.terminate();

export const forwardSubscription: SubscriptionForwarder = (request) => ({
  subscribe(sink) {
    let waiting: ExecutionResult[] = [];
    let timer: ReturnType<typeof setTimeout> | undefined;
    const flush = () => {
      clearTimeout(timer);
      timer = undefined;
      const batch = waiting;
      waiting = [];
      for (const result of batch) sink.next(result);
    };
    const unsubscribe = socket.subscribe<ExecutionResult['data']>(
      { query: request.query ?? '', variables: request.variables ?? {} },
      {
        next(result) {
          waiting.push(result as ExecutionResult);
          timer ??= setTimeout(flush, frameMs);
        },
        error(error) {
          flush();
          sink.error(error);
        },
        complete() {
          flush();
          sink.complete();
        },
      },
    );
    return {
      unsubscribe() {
        clearTimeout(timer);
        unsubscribe();
      },
    };
  },
});
