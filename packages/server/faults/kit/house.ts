import { setTimeout as delay } from 'node:timers/promises';
import pg from 'pg';
import type { Json, TestClient } from '../../test/kit/client.ts';
import { type AgentOptions, type HonestAgent, startHonestAgent } from './agent.ts';
import type { Stage } from './scenario.ts';
import { newServer, type Server } from './server.ts';
import { type Claims, type Query, wholeTruth } from './truth.ts';
import { until } from './until.ts';

/** Several servers on one fresh database, agents registered with them, and the database itself for looking. */
export interface House {
  readonly databaseUrl: string;
  readonly servers: readonly Server[];
  readonly query: Query;
  addAgent(
    options: Omit<AgentOptions, 'servers'> & { readonly capacity: number },
  ): Promise<HonestAgent>;
  register(input: Record<string, unknown>): Promise<string>;
  readonly agents: readonly HonestAgent[];
  /** Waits until no job is on its way any more. */
  settled(withinMs: number): Promise<void>;
  /** The whole truth, and what the servers did that nobody asked for. */
  truth(claims: Omit<Claims, 'agents'>): Promise<string[]>;
}

export interface HouseOptions {
  readonly name: string;
  readonly servers: number;
  readonly env?: Readonly<Record<string, string>>;
  /** Where the servers find their database, given where it is: through a proxy, for instance. */
  readonly through?: (databaseUrl: string) => string;
}

let made = 0;

export async function openHouse(stage: Stage, options: HouseOptions): Promise<House> {
  made += 1;
  const databaseUrl = await stage.cluster.createDatabase(`${options.name}_${made}`);
  const servers = await Promise.all(
    Array.from({ length: options.servers }, () =>
      newServer({
        DATABASE_URL: options.through?.(databaseUrl) ?? databaseUrl,
        ...options.env,
      }),
    ),
  );
  stage.stack.defer(async () => void (await Promise.all(servers.map((one) => one.dispose()))));
  const pool = new pg.Pool({ connectionString: databaseUrl, max: 4 });
  pool.on('error', () => {});
  stage.stack.defer(() => pool.end());
  const query: Query = async <Row>(text: string, values: readonly unknown[] = []) =>
    (await pool.query(text, [...values])).rows as Row[];
  await Promise.all(servers.map((one) => one.start()));

  const agents: HonestAgent[] = [];
  const [first] = servers;
  if (!first) throw new Error('A house has at least one server.');
  const register = async (input: Record<string, unknown>) => {
    const { agent } = await ok(first, 'registerAgent', {
      description: 'does the work of this test',
      kind: 'HTTP',
      ...input,
    });
    return agent.id as string;
  };
  return {
    databaseUrl,
    servers,
    query,
    agents,
    register,
    async addAgent({ capacity, ...agentOptions }) {
      const agent = await startHonestAgent({
        ...agentOptions,
        servers: servers.map(({ url }) => url),
      });
      stage.stack.defer(() => agent.close());
      agents.push(agent);
      await register({ name: `worker-${agents.length}`, endpoint: agent.url, capacity });
      return agent;
    },
    async settled(withinMs) {
      await until(
        'every job has ended',
        withinMs,
        async () => {
          const [row] = await query<{ n: string }>(
            `SELECT count(*) AS n FROM "Job" WHERE status IN ('PENDING', 'ASSIGNED', 'IN_PROGRESS')`,
          );
          return row?.n === '0';
        },
        200,
      );
      // An answer may be on its way to an agent that reported: let the agents finish their last words.
      await delay(300);
    },
    async truth(claims) {
      const unwanted = servers.flatMap((one) => one.unwanted);
      return [...(await wholeTruth(query, { ...claims, agents })), ...unwanted];
    },
  };
}

/** A mutation that must succeed. */
export async function ok(
  muster: TestClient,
  name: string,
  input: Record<string, unknown>,
): Promise<Json> {
  const result = await muster.mutate(name, input);
  if (!String(result.__typename).endsWith('Success'))
    throw new Error(`${name}: ${result.__typename}: ${result.message}`);
  return result;
}

/** Tries again soon and often: what fails here is a server that died, never the job. */
const patient = {
  maxAttempts: 50,
  initialIntervalMs: 50,
  backoffCoefficient: 1,
  maximumIntervalMs: 50,
  jitter: 0.2,
};

/** Brings jobs in, through whichever server answers, and remembers what was acknowledged. */
export class Feeder {
  readonly acknowledged: string[] = [];
  readonly #servers: readonly TestClient[];
  readonly #run: string;
  #next = 0;
  #stopped = false;

  constructor(servers: readonly TestClient[], run = 'job') {
    this.#servers = servers;
    this.#run = run;
  }

  /** One job; asks again under the same key until somebody says that it has it. */
  async add(input: Record<string, unknown> = {}): Promise<string> {
    this.#next += 1;
    const n = this.#next;
    const idempotencyKey = `${this.#run}-${n}`;
    for (let attempt = 0; ; attempt += 1) {
      const server = this.#servers[(n + attempt) % this.#servers.length];
      if (!server) throw new Error('Nobody to bring jobs to.');
      try {
        const created = await server.mutate(
          'createJob',
          {
            title: `Work ${n}`,
            autoAssign: true,
            retryPolicy: patient,
            idempotencyKey,
            ...input,
          },
          '... on CreateJobSuccess { job { id } }',
        );
        if (created.__typename === 'CreateJobSuccess') {
          this.acknowledged.push(created.job.id);
          return created.job.id;
        }
        if (created.__typename !== 'Conflict') throw new Error(created.message);
      } catch {
        if (this.#stopped) throw new Error('The feeder was stopped.');
      }
      await delay(100);
    }
  }

  async addMany(count: number, callers = 48, input: Record<string, unknown> = {}): Promise<void> {
    let left = count;
    const caller = async () => {
      while (left > 0) {
        left -= 1;
        await this.add(input);
      }
    };
    await Promise.all(Array.from({ length: callers }, caller));
  }

  /** Keeps about so many jobs on their way until it is stopped. */
  keep(count: number, unfinished: () => Promise<number>): { stop(): Promise<void> } {
    let going = true;
    const run = async () => {
      while (going) {
        const missing = count - (await unfinished().catch(() => count));
        if (missing > 0) await this.addMany(missing).catch(() => {});
        else await delay(50);
      }
    };
    const running = run();
    return {
      stop: async () => {
        going = false;
        await running;
      },
    };
  }

  giveUp(): void {
    this.#stopped = true;
  }
}
