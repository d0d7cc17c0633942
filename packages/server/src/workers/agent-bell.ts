import type { EventStream } from '@muster/schema/context.ts';
import type { AgentBell } from '../app/ports/agent-bell.ts';

/** Rings on every assignment that the event stream shows, so also for those made through another server. */
export async function startAgentBell(
  events: EventStream,
): Promise<AgentBell & { stop(): Promise<void> }> {
  const waiting = new Map<string, Set<() => void>>();
  const stream = await events.follow({});
  const listening = (async () => {
    for await (const { agentId, logStatus } of stream) {
      if (logStatus !== 'ASSIGNED' || agentId === null) continue;
      for (const ring of waiting.get(agentId) ?? []) ring();
    }
  })();

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
      await stream.return?.();
      await listening;
      for (const ringers of waiting.values()) for (const ring of [...ringers]) ring();
    },
  };
}
