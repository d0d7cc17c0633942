import { randomBytes } from 'node:crypto';
import { once } from 'node:events';
import type { AddressInfo } from 'node:net';
import { join } from 'node:path';
import { setTimeout as delay } from 'node:timers/promises';
import { serve } from '@hono/node-server';
import type { Agent } from './agent.ts';
import { csvAnalyst } from './agents/csv-analyst.ts';
import { jsonChecker } from './agents/json-checker.ts';
import { logDigest } from './agents/log-digest.ts';
import { markdownRenderer } from './agents/markdown-renderer.ts';
import { textAnalyst } from './agents/text-analyst.ts';
import { type AssignmentServer, assignmentServer, type ServedAgent } from './assignment-server.ts';
import { runPullAgent } from './pull-agent.ts';
import { type Patience, registerAgent, whenMusterIsUp } from './register-agents.ts';
import { backoffMs, type ReportOptions } from './report-outcome.ts';

/** The HTTP agents that this program serves. */
export const sampleAgents: readonly Agent[] = [
  csvAnalyst,
  jsonChecker,
  markdownRenderer,
  textAnalyst,
  logDigest,
];

export interface SampleAgentsOptions {
  /** On 127.0.0.1; 0 picks a free one. */
  port: number;
  /** Such as http://127.0.0.1:4000. */
  musterUrl: string;
  /** May register agents. */
  token: string;
  /** Whether to register the HTTP agents; if not, the caller does it with {@link RunningAgents.agents}. */
  register?: boolean;
  /** Whether the pull example, word-counter, runs too. */
  pull?: boolean;
  /** Where the pull example keeps its token. */
  dataFolder?: string;
  log?(line: string): void;
  patience?: Patience;
  retryDelayMs?: ReportOptions['retryDelayMs'];
}

export interface RunningAgents {
  /** The root; an agent's endpoint is this and its name. */
  url: string;
  agents: { name: string; endpoint: string; secret: string }[];
  /** Stops claiming and listening, lets reports under way end for up to 3 s, then drops them. */
  close(): Promise<void>;
}

const CLOSING_GRACE_MS = 3_000;

/** Resolves when the agents are served and registered; rejects, with everything closed, if they cannot be. */
export async function startSampleAgents(options: SampleAgentsOptions): Promise<RunningAgents> {
  const { register = true, pull = true, log = () => {} } = options;
  const stopped = new AbortController();
  const served = sampleAgents.map((agent) => ({ agent, secret: newSecret() }));
  const reports = new AbortController();
  const server = assignmentServer(served, {
    retryDelayMs: options.retryDelayMs ?? backoffMs,
    signal: reports.signal,
    log,
  });
  const { url, closeServer } = await listen(server, options.port);
  const pulling: Promise<void>[] = [];
  const close = async (): Promise<void> => {
    stopped.abort();
    await closeServer();
    const grace = new AbortController();
    await Promise.race([
      Promise.all([...pulling, server.reportsDone()]),
      delay(CLOSING_GRACE_MS, undefined, { signal: grace.signal }).catch(() => undefined),
    ]);
    grace.abort();
    reports.abort();
  };
  try {
    if (register) await registerAll(served, url, options, stopped.signal, log);
    if (pull) pulling.push(startPulling(options, stopped.signal, log));
  } catch (error) {
    await close();
    throw error;
  }
  const agents = served.map(({ agent, secret }) => ({
    name: agent.name,
    endpoint: `${url}/${agent.name}`,
    secret,
  }));
  return { url, agents, close };
}

/** Standard Webhooks: 24 to 64 random bytes. New at every start, so it need not be kept anywhere. */
const newSecret = (): string => `whsec_${randomBytes(32).toString('base64')}`;

interface Listening {
  url: string;
  closeServer(): Promise<void>;
}

async function listen({ app }: AssignmentServer, port: number): Promise<Listening> {
  const server = serve({ fetch: app.fetch, hostname: '127.0.0.1', port });
  await once(server, 'listening');
  const { port: boundPort } = server.address() as AddressInfo;
  return {
    url: `http://127.0.0.1:${boundPort}`,
    closeServer: async () => {
      // Node ends idle keep-alive connections itself and waits for answers under way.
      server.close();
      await once(server, 'close');
    },
  };
}

async function registerAll(
  served: readonly ServedAgent[],
  url: string,
  { musterUrl, token, patience = { waitMs: 60_000, retryMs: 500 } }: SampleAgentsOptions,
  signal: AbortSignal,
  log: (line: string) => void,
): Promise<void> {
  for (const { agent, secret } of served) {
    const endpoint = `${url}/${agent.name}`;
    const { id, updated } = await whenMusterIsUp(patience, signal, () =>
      registerAgent({ musterUrl, token, signal }, { profile: agent, endpoint, secret }),
    );
    log(`${agent.name}  ${updated ? 'updated' : 'registered'} as ${id}, serving ${endpoint}`);
  }
}

/** Only its end is waited for: what it cannot do does not keep the HTTP agents from working. */
async function startPulling(
  { musterUrl, token, dataFolder = '.muster' }: SampleAgentsOptions,
  signal: AbortSignal,
  log: (line: string) => void,
): Promise<void> {
  const tokenFile = join(dataFolder, 'word-counter.token');
  log('word-counter  claims its work (PULL)');
  try {
    await runPullAgent({ musterUrl, adminToken: token, tokenFile, signal, log });
  } catch (error) {
    if (!signal.aborted)
      log(`word-counter has stopped: ${error instanceof Error ? error.message : String(error)}`);
  }
}
