import { createServer, type ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';
import { setTimeout as delay } from 'node:timers/promises';
import type { Json } from '../../test/kit/client.ts';
import { ok, openHouse } from '../kit/house.ts';
import type { Scenario, Stage } from '../kit/scenario.ts';
import { until } from '../kit/until.ts';

interface Misbehaviour {
  readonly name: string;
  readonly misbehave: (response: ServerResponse) => void;
  readonly failureClass: string;
  /** Who gets the job next. */
  readonly next: 'same' | 'other';
  /** At least so long until then. */
  readonly afterMs?: number;
  /** The agent takes no work for about so long. */
  readonly coolsDownMs?: number;
}

const tenMegabytes = Buffer.alloc(10 * 1024 * 1024, 'x');

const answer = (status: number, body: string, headers: Record<string, string> = {}) => {
  return (response: ServerResponse) => {
    response.writeHead(status, { 'content-type': 'application/json', ...headers });
    response.end(body);
  };
};

const misbehaviours: readonly Misbehaviour[] = [
  { name: 'hang', misbehave: () => {}, failureClass: 'transient', next: 'same', afterMs: 200 },
  {
    name: 'reset',
    misbehave: (response) => response.socket?.resetAndDestroy(),
    failureClass: 'transient',
    next: 'same',
    afterMs: 200,
  },
  {
    name: '500',
    misbehave: answer(500, '{}'),
    failureClass: 'transient',
    next: 'same',
    afterMs: 200,
  },
  {
    name: '429',
    misbehave: answer(429, '', { 'retry-after': '20' }),
    failureClass: 'quota',
    next: 'other',
    coolsDownMs: 20_000,
  },
  {
    name: 'no-outcome',
    misbehave: answer(200, '{"done":true}'),
    failureClass: 'protocol',
    next: 'other',
  },
  {
    name: 'ten-megabytes',
    misbehave: (response) => {
      response.on('error', () => {});
      response.writeHead(200, { 'content-type': 'application/json' });
      response.end(tenMegabytes);
    },
    failureClass: 'protocol',
    next: 'other',
  },
  {
    name: 'drip',
    misbehave(response) {
      response.on('error', () => {});
      response.writeHead(200, { 'content-type': 'application/json' });
      const dripping = setInterval(() => response.write(' '), 100);
      response.on('close', () => clearInterval(dripping));
    },
    failureClass: 'transient',
    next: 'same',
    afterMs: 200,
  },
];

const policy = {
  maxAttempts: 4,
  initialIntervalMs: 300,
  backoffCoefficient: 1,
  maximumIntervalMs: 300,
  jitter: 0,
};
/** What the server may grow by while it reads hundreds of megabytes that it has no use for. */
const growthMiB = 100;

export const misbehavingAgents: Scenario = {
  name: 'misbehaving-agents',
  about:
    'agents hang, reset, answer 500, 429, no outcome, 10 MB, or drip: class, next step, memory',
  inShort: true,
  async run(stage) {
    const house = await openHouse(stage, {
      name: 'agents',
      servers: 1,
      env: { MUSTER_AGENT_TIMEOUT_MS: '3000' },
    });
    const [server] = house.servers;
    if (!server) throw new Error('There is no server.');
    const good = await startBadAgent(stage, answer(500, ''), 'never');
    await house.register({ name: 'good', endpoint: good, capacity: 100 });
    const problems: string[] = [];
    const jobs: string[] = [];

    await Promise.all(
      misbehaviours.map(async (bad) => {
        const url = await startBadAgent(stage, bad.misbehave, 'first');
        const agentId = await house.register({ name: bad.name, endpoint: url, capacity: 5 });
        const { job } = await ok(server, 'createJob', {
          title: `Work for ${bad.name}`,
          retryPolicy: policy,
        });
        jobs.push(job.id);
        await ok(server, 'assign', { jobId: job.id, agentId });
        problems.push(...(await whatWentWrong(house.query, job.id, agentId, bad)));
      }),
    );

    const floodUrl = await startBadAgent(
      stage,
      misbehaviours[5]?.misbehave ?? answer(500, ''),
      'always',
    );
    const floodId = await house.register({ name: 'flood', endpoint: floodUrl, capacity: 20 });
    const flood = async (count: number) => {
      const ids = await Promise.all(
        Array.from({ length: count }, async () => {
          const { job } = await ok(server, 'createJob', {
            title: 'flood',
            retryPolicy: { ...policy, maxAttempts: 1 },
          });
          await ok(server, 'assign', { jobId: job.id, agentId: floodId });
          return job.id as string;
        }),
      );
      await house.settled(30_000);
      jobs.push(...ids);
    };
    await flood(10);
    const before = await server.memoryMiB();
    const rounds = stage.short ? 3 : 10;
    for (let n = 0; n < rounds; n += 1) await flood(10);
    await delay(500);
    const grown = (await server.memoryMiB()) - before;
    if (grown > growthMiB) problems.push(`memory grew by ${Math.round(grown)} MiB`);

    problems.push(...(await house.truth({ acknowledged: jobs, ends: ['COMPLETED', 'FAILED'] })));
    return {
      figure: `${misbehaviours.length} kinds, each with its class and next step; ${rounds * 10} answers of 10 MB: ${grown < 0 ? '' : '+'}${Math.round(grown)} MiB of memory`,
      problems,
    };
  },
};

/** An agent that misbehaves at a job's first attempt, always, or never; else it completes. */
async function startBadAgent(
  stage: Stage,
  misbehave: (response: ServerResponse) => void,
  when: 'first' | 'always' | 'never',
): Promise<string> {
  const server = createServer(async (request, response) => {
    const chunks: Buffer[] = [];
    for await (const chunk of request) chunks.push(chunk as Buffer);
    if (request.method !== 'POST') return answer(204, '')(response);
    const { data }: Json = JSON.parse(Buffer.concat(chunks).toString('utf8'));
    if (when === 'always' || (when === 'first' && data.attempt === 1)) return misbehave(response);
    return answer(200, JSON.stringify({ outcome: 'COMPLETED', output: data.attempt }))(response);
  });
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  stage.stack.defer(async () => {
    server.closeAllConnections();
    await new Promise<void>((resolve) => server.close(() => resolve()));
  });
  return `http://127.0.0.1:${(server.address() as AddressInfo).port}/`;
}

interface Attempt {
  readonly agentId: string;
  readonly failureClass: string | null;
  readonly state: string;
  readonly createdAt: Date;
  readonly endedAt: Date | null;
}

async function whatWentWrong(
  query: <Row>(text: string, values?: readonly unknown[]) => Promise<readonly Row[]>,
  jobId: string,
  agentId: string,
  bad: Misbehaviour,
): Promise<string[]> {
  const cooling = bad.coolsDownMs;
  const attempts = await until(`the job of ${bad.name} is completed`, 30_000, async () => {
    const rows = await query<Attempt>(
      `SELECT "agentId", "failureClass", state, "createdAt", "endedAt" FROM "Assignment" WHERE "jobId" = $1 ORDER BY attempt`,
      [jobId],
    );
    return rows.at(-1)?.state === 'COMPLETED' && rows;
  });
  const [first, second] = attempts;
  const problems: string[] = [];
  if (!first || !second || attempts.length !== 2)
    return [`${bad.name}: ${attempts.length} attempts instead of two`];
  if (first.failureClass !== bad.failureClass)
    problems.push(`${bad.name}: class ${first.failureClass} instead of ${bad.failureClass}`);
  const next = second.agentId === agentId ? 'same' : 'other';
  if (next !== bad.next)
    problems.push(`${bad.name}: the ${next} agent was next, not the ${bad.next}`);
  const waited = second.createdAt.getTime() - (first.endedAt?.getTime() ?? 0);
  if (waited < (bad.afterMs ?? 0)) problems.push(`${bad.name}: tried again after ${waited} ms`);
  if (cooling !== undefined) {
    const [row] = await query<{ ms: number }>(
      `SELECT EXTRACT(EPOCH FROM a."cooldownUntil" - s."endedAt")::float8 * 1000 AS ms
       FROM "Agent" a JOIN "Assignment" s ON s."agentId" = a.id WHERE a.id = $1 AND s.attempt = 1`,
      [agentId],
    );
    if (Math.abs((row?.ms ?? 0) - cooling) > 1_000)
      problems.push(`${bad.name}: rests for ${row?.ms} ms instead of ${cooling}`);
  }
  return problems;
}
