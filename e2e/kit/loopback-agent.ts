import { randomBytes } from 'node:crypto';
import { createServer, type ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';
import type { Api, NewAgent } from './api.ts';

/** One call of Muster, which stays open until it is answered. */
export interface Delivery {
  readonly assignmentId: string;
  readonly job: { readonly id: string; readonly inputs: unknown };
  answer(body: object): void;
  /** Answers 202: the agent has it, and reports that it began. */
  begin(): Promise<void>;
  /** Reports after `begin`, with the lease token of this call; Muster's answer, whatever it is. */
  report(body: object): Promise<Response>;
  /** Resolves when Muster has hung up. */
  readonly hungUp: Promise<void>;
}

export interface LoopbackAgent {
  readonly id: string;
  /** The next call that was not taken yet; waits for it. */
  nextDelivery(): Promise<Delivery>;
  stop(): Promise<void>;
}

/** What Muster is told of it. */
export type AgentProfile = Omit<NewAgent, 'kind' | 'endpoint' | 'secret'>;

/** An HTTP agent in this process that works for as long as a test wants it to. */
export async function startLoopbackAgent(api: Api, profile: AgentProfile): Promise<LoopbackAgent> {
  const untaken: Delivery[] = [];
  const takers: ((delivery: Delivery) => void)[] = [];
  const server = createServer(async (request, response) => {
    // Muster asks an agent that it doubts whether it is there, with no work for it.
    if (request.method !== 'POST') return void response.writeHead(204).end();
    let body = '';
    for await (const chunk of request.setEncoding('utf8')) body += chunk;
    // That an assignment was taken back is no work.
    if (JSON.parse(body).type !== 'assignment.created') return void response.writeHead(204).end();
    const delivery = readDelivery(body, response);
    const taker = takers.shift();
    if (taker) taker(delivery);
    else untaken.push(delivery);
  });
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  const { port } = server.address() as AddressInfo;
  const { agent } = await api.registerAgent({
    ...profile,
    kind: 'HTTP',
    endpoint: `http://127.0.0.1:${port}/`,
    secret: `whsec_${randomBytes(32).toString('base64')}`,
  });

  return {
    id: agent.id,
    nextDelivery() {
      const ready = untaken.shift();
      return ready ? Promise.resolve(ready) : new Promise((resolve) => takers.push(resolve));
    },
    async stop() {
      server.closeAllConnections();
      await new Promise<void>((resolve) => server.close(() => resolve()));
    },
  };
}

interface Sent extends Pick<Delivery, 'assignmentId' | 'job'> {
  readonly leaseToken: string;
  readonly reportUrl: string;
}

function readDelivery(body: string, response: ServerResponse): Delivery {
  const { data } = JSON.parse(body) as { data: Sent };
  const report = (reported: object) =>
    fetch(data.reportUrl, {
      method: 'POST',
      headers: {
        authorization: `Bearer ${data.leaseToken}`,
        'content-type': 'application/json',
      },
      body: JSON.stringify(reported),
    });
  return {
    assignmentId: data.assignmentId,
    job: data.job,
    report,
    async begin() {
      response.writeHead(202).end();
      const answer = await report({ outcome: 'STARTED' });
      if (!answer.ok) throw new Error(`Muster refused a report: ${await answer.text()}`);
    },
    hungUp: new Promise((resolve) => response.once('close', resolve)),
    answer(answered) {
      response.setHeader('content-type', 'application/json').end(JSON.stringify(answered));
    },
  };
}
