import { setTimeout as delay } from 'node:timers/promises';
import type { EventStream } from '@muster/schema/context.ts';
import type { AgentBell } from '../app/ports/agent-bell.ts';

const retryMs = 1_000;

/** Rings on every assignment that the event stream shows, so also for those made through another server. */
export async function startAgentBell(
  events: EventStream,
  onError: (error: unknown, doing: string) => void,
): Promise<AgentBell & { stop(): Promise<void> }> {
  const waiting = new Map<string, Set<() => void>>();
  let stream = await events.follow({});
  const stopping = new AbortController();
  const { signal: stopped } = stopping;

  const listen = async () => {
    for (let isFirst = true; !stopped.aborted; isFirst = false) {
      try {
        if (!isFirst) stream = await events.follow({});
        // Stopped while it was opened: nobody else would end it.
        if (stopped.aborted) await stream.return?.();
        for await (const { agentId, logStatus } of stream) {
          if (logStatus !== 'ASSIGNED' || agentId === null) continue;
          for (const ring of waiting.get(agentId) ?? []) ring();
        }
      } catch (error) {
        // What is missed now is found when those who wait look by themselves.
        onError(error, 'listening for agents that wait');
      }
      await delay(retryMs, undefined, { signal: stopped }).catch(() => {});
    }
  };
  const listening = listen();

  return {
    wait(agentId, waitMs, signal) {
      return new Promise((resolve) => {
        const ringers = waiting.get(agentId) ?? new Set();
        waiting.set(agentId, ringers);
        const done = () => {
          clearTimeout(timer);
          signal?.removeEventListener('abort', done);
          ringers.delete(done);
          if (ringers.size === 0 && waiting.get(agentId) === ringers) waiting.delete(agentId);
          resolve();
        };
        const timer = setTimeout(done, waitMs);
        ringers.add(done);
        signal?.addEventListener('abort', done, { once: true });
        if (signal?.aborted) done();
      });
    },
    async stop() {
      stopping.abort();
      await stream.return?.();
      await listening;
      for (const ringers of waiting.values()) for (const ring of [...ringers]) ring();
    },
  };
}
