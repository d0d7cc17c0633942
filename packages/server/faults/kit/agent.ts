import { createServer, type IncomingMessage, type ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';
import { setTimeout as delay } from 'node:timers/promises';
import type { Json } from '../../test/kit/client.ts';

export interface AgentOptions {
  /**
   * `report`: answers 202 and reports when it is done, again and again until somebody takes the report.
   * `answer`: keeps the call open and answers in it; reports instead when the call broke meanwhile.
   */
  readonly mode: 'report' | 'answer';
  /** How long a piece of work takes. */
  readonly workMs: () => number;
  /** Where Muster can be reached; any of them will do. */
  readonly servers: readonly string[];
  /** Heartbeats while it works, this far apart; none by default. */
  readonly heartbeatMs?: number;
}

/** A real agent on loopback that honours its lease: before the effect it asks whether the lease is still its own. */
export interface HonestAgent {
  readonly url: string;
  readonly mode: AgentOptions['mode'];
  /** How often each job had its effect here. */
  readonly effects: ReadonlyMap<string, number>;
  /** Pieces of work at a time, at most. */
  readonly most: number;
  /** Work that was given up because the lease was not its own any more. */
  readonly skipped: number;
  /** Reports that were refused as late. */
  readonly refused: number;
  /** Calls that were cut off while it worked. */
  readonly cutOff: number;
  close(): Promise<void>;
}

export async function startHonestAgent(options: AgentOptions): Promise<HonestAgent> {
  const { mode, workMs, servers } = options;
  const effects = new Map<string, number>();
  const closed = new AbortController();
  let open = 0;
  let most = 0;
  let skipped = 0;
  let refused = 0;
  let cutOff = 0;

  /** Asks one server after another until one answers; null when the agent is closed. */
  const insist = async (path: string, token: string, body?: unknown): Promise<number | null> => {
    for (let n = 0; !closed.signal.aborted; n += 1) {
      try {
        const response = await fetch(`${servers[n % servers.length]}${path}`, {
          method: 'POST',
          headers: { authorization: `Bearer ${token}`, 'content-type': 'application/json' },
          body: JSON.stringify(body ?? {}),
          signal: AbortSignal.any([closed.signal, AbortSignal.timeout(10_000)]),
        });
        await response.arrayBuffer();
        if (response.status < 500) return response.status;
      } catch {
        // Nobody there at the moment: the next one, a little later.
      }
      await delay(100, undefined, { signal: closed.signal }).catch(() => {});
    }
    return null;
  };

  const work = async ({ data }: Json, response: ServerResponse, done: () => void) => {
    const { assignmentId, leaseToken, job } = data;
    const at = `/api/assignments/${assignmentId}`;
    if (mode === 'report') {
      response.writeHead(202);
      response.end();
    }
    const beating =
      options.heartbeatMs === undefined
        ? null
        : setInterval(() => void insist(`${at}/heartbeat`, leaseToken), options.heartbeatMs);
    await delay(workMs(), undefined, { signal: closed.signal }).catch(() => {});
    if (beating) clearInterval(beating);

    const fence = await insist(`${at}/heartbeat`, leaseToken);
    if (fence === null) return;
    if (fence !== 200) {
      skipped += 1;
      response.destroy();
      return;
    }
    effects.set(job.id, (effects.get(job.id) ?? 0) + 1);
    // Before it says so: Muster may give it the next job before the answer to its report has come.
    done();

    const outcome = { outcome: 'COMPLETED', output: { effect: job.id } };
    if (mode === 'answer' && !response.destroyed && response.socket?.readyState === 'open') {
      response.writeHead(200, { 'content-type': 'application/json' });
      response.end(JSON.stringify(outcome));
      return;
    }
    if (mode === 'answer') cutOff += 1;
    if ((await insist(`${at}/report`, leaseToken, outcome)) === 409) refused += 1;
  };

  const server = createServer(async (request: IncomingMessage, response) => {
    const chunks: Buffer[] = [];
    for await (const chunk of request) chunks.push(chunk as Buffer);
    if (request.method !== 'POST') {
      response.writeHead(204);
      response.end();
      return;
    }
    open += 1;
    most = Math.max(most, open);
    let working = true;
    const done = () => {
      if (working) open -= 1;
      working = false;
    };
    await work(JSON.parse(Buffer.concat(chunks).toString('utf8')), response, done);
    done();
  });
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));

  return {
    url: `http://127.0.0.1:${(server.address() as AddressInfo).port}/`,
    mode,
    effects,
    get most() {
      return most;
    },
    get skipped() {
      return skipped;
    },
    get refused() {
      return refused;
    },
    get cutOff() {
      return cutOff;
    },
    async close() {
      closed.abort();
      server.closeAllConnections();
      await new Promise<void>((resolve) => server.close(() => resolve()));
    },
  };
}
