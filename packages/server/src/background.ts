import { setTimeout as delay } from 'node:timers/promises';
import type { Egress } from './adapters/agents/egress.ts';
import { createHttpAgentCaller } from './adapters/agents/http-agent.ts';
import { createProbe } from './adapters/agents/probe.ts';
import { createOpenAiAgentCaller } from './adapters/openai/openai-agent.ts';
import type { CallRegister } from './adapters/running-calls.ts';
import { type AssignWaitingPorts, createAssignWaiting } from './app/assign-waiting.ts';
import { type RunPorts, runBatch } from './app/batch/run-batch.ts';
import { createDispatchAssignment, createHoldCalls } from './app/dispatch-assignment.ts';
import { createExpireLeases } from './app/expire-leases.ts';
import type { Every } from './app/ports/clock.ts';
import type { Holder } from './app/ports/dispatcher.ts';
import type { Circuits, IdempotencyStore, Leases } from './app/ports/store.ts';
import { createProbeAgents } from './app/probe-agents.ts';
import type { Settle } from './app/settle-assignment.ts';
import type { Config } from './config.ts';
import type { Database } from './persistence/database.ts';
import { startBatches } from './workers/batches.ts';
import type { DispatchWorker } from './workers/dispatcher.ts';
import { startMatchmaking } from './workers/matchmaking.ts';
import { type Sweep, startSweeps } from './workers/sweeps.ts';

export interface BackgroundParts {
  readonly config: Config;
  /** Where agents reach this Muster. */
  readonly url: string;
  readonly database: Database;
  readonly egress: Egress;
  readonly openai: Parameters<typeof createOpenAiAgentCaller>[0]['client'];
  readonly dispatcher: DispatchWorker;
  readonly ports: AssignWaitingPorts &
    RunPorts & {
      readonly leases: Leases;
      readonly calls: CallRegister;
      readonly circuits: Circuits;
      readonly idempotency: IdempotencyStore;
      readonly settle: Settle;
      readonly holder: Holder;
      readonly elapsed: () => number;
    };
  /** Further ones, also where no work is taken. */
  readonly sweeps: readonly Sweep[];
  readonly now: () => Date;
  readonly onError: (error: unknown, doing: string) => void;
}

export interface Background {
  /** Takes no more work; calls that are open go on, and are held. */
  stopTaking(): Promise<void>;
  /** Waits for open calls, and after so long ends them. */
  stop(drainMs: number): Promise<void>;
}

/** What a server does without being asked: calls agents, watches leases, matches what waits. */
export function startBackground(parts: BackgroundParts): Background {
  const { config, url, database, egress, openai, dispatcher, ports, now, onError } = parts;
  const works = config.role !== 'api';
  const { reads, calls, circuits, settle, holder, elapsed } = ports;
  const every: Every = (intervalMs, work) => {
    const timer = setInterval(work, intervalMs);
    return () => clearInterval(timer);
  };

  const timeoutMs = config.agentTimeoutMs;
  const http = createHttpAgentCaller({
    egress,
    reportUrlFor: (assignmentId) => `${url}/api/assignments/${assignmentId}/report`,
    timeoutMs,
    now,
  });
  const model = createOpenAiAgentCaller({
    client: openai,
    defaultModel: config.openai?.model ?? '',
    timeoutMs,
    now,
  });
  const dispatch = createDispatchAssignment({
    reads,
    settle,
    holder,
    callers: { HTTP: http, OPENAI: model },
    wait: (ms) => delay(ms),
  });

  // Also where no work is taken: whatever this server still holds must not slip.
  const held: Sweep = { name: 'held calls', intervalMs: 1_000, run: createHoldCalls(ports) };
  const working: readonly Sweep[] = [
    {
      name: 'expired leases',
      intervalMs: 1_000,
      run: createExpireLeases({
        reads,
        settle,
        elapsed,
        awayMs: holder.forMs - 1_000,
        graceMs: 2 * holder.forMs,
      }),
    },
    { name: 'untaken assignments', intervalMs: 1_000, run: async () => dispatcher.look() },
    {
      name: 'agents that were away',
      intervalMs: 1_000,
      run: createProbeAgents({ circuits, probe: createProbe({ egress }) }),
    },
    {
      name: 'old idempotency keys',
      intervalMs: 3_600_000,
      run: () => ports.idempotency.forgetOlderThan(48),
    },
  ];
  const sweeps = startSweeps(every, [held, ...parts.sweeps, ...(works ? working : [])], onError);
  const { onAnnounced } = database;
  const matchmaking = works
    ? startMatchmaking({ every, onAnnounced, round: createAssignWaiting(ports), onError })
    : null;
  const batches = works
    ? startBatches({
        ...ports,
        every,
        onAnnounced,
        run: (batch, lease, signal) => runBatch(ports, batch, lease, signal),
        onError,
      })
    : null;
  if (works) {
    dispatcher.start(dispatch);
    // What is committed here this server knows of.
    onAnnounced((elsewhere) => elsewhere && dispatcher.look());
  }

  return {
    async stopTaking() {
      await Promise.all([matchmaking?.stop(), batches?.stop(), dispatcher.stop()]);
    },
    async stop(drainMs) {
      const late = setTimeout(() => calls.stopAll('The server is stopping.'), drainMs);
      await calls.idle();
      clearTimeout(late);
      await sweeps.stop();
    },
  };
}
