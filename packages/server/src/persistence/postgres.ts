import { randomUUID } from 'node:crypto';
import { PrismaPg } from '@prisma/adapter-pg';
import type { SqlMigrationAwareDriverAdapterFactory } from '@prisma/driver-adapter-utils';
import pg from 'pg';
import type { Database, Prepared, Sql } from './database.ts';

const channel = 'muster_events';
/** How long other servers wait at most to be told of a change that followed another. */
const announceRestMs = 10;

export interface PostgresOptions {
  readonly url: string;
  /** Connections for commands; reads and background work have pools of their own. */
  readonly maxConnections: number;
  readonly onError: (error: Error, doing: string) => void;
}

export class DatabaseUnreachable extends Error {
  override readonly name = 'DatabaseUnreachable';
}

/** A PostgreSQL server, shared with any number of other Muster processes. */
export async function openPostgres({
  url,
  maxConnections,
  onError,
}: PostgresOptions): Promise<Database> {
  const pool = new pg.Pool({
    connectionString: url,
    max: maxConnections,
    connectionTimeoutMillis: 10_000,
    application_name: 'muster',
    // A plan is kept while its connection lives, also PostgreSQL's own plans for foreign keys. Made while a table
    // is small it reads the whole table, and goes on to when the table has grown: 2.6 ms instead of 0.1 ms a job at
    // 13,000 assignments. Every statement of this pool finds its rows by an index, whatever its values are: so one plan
    // is as good as a new one for each execution, which for a job by its id took longer than to read it (84 of 143 µs).
    onConnect: async (client) => {
      await client.query('SET enable_seqscan = off; SET plan_cache_mode = force_generic_plan');
    },
  });
  // A connection that breaks while idle is replaced by the pool; without a listener it would end the process.
  pool.on('error', (error) => onError(error, 'idle connection'));
  await pool.query('SELECT 1').catch(async (error: unknown) => {
    await pool.end();
    throw unreachable(url, error);
  });

  const on = (client: Pick<pg.PoolClient, 'query'>): Sql => ({
    query: async <Row>(statement: string | Prepared, values: readonly unknown[] = []) => {
      const query = typeof statement === 'string' ? { text: statement } : statement;
      return (await client.query({ ...query, values: [...values] })).rows as Row[];
    },
  });

  const listeners: (() => void)[] = [];
  const self = randomUUID();
  const listener = listenForever(
    url,
    (from) => {
      // What this process announced it has told its own listeners already.
      if (from !== self) for (const wake of listeners) wake();
    },
    onError,
  );

  let announced: 'no' | 'lately' | 'again' = 'no';
  const announce = () => {
    for (const wake of listeners) wake();
    if (announced !== 'no') {
      announced = 'again';
      return;
    }
    announced = 'lately';
    // NOTIFY takes a global lock at commit, and each one wakes every other server: one at a time with a rest after it,
    // outside of the transactions that change jobs.
    pool
      .query(`NOTIFY ${channel}, '${self}'`)
      .catch((error: Error) => onError(error, 'announcing'))
      .finally(() => setTimeout(goOn, announceRestMs));
  };
  const goOn = () => {
    const again = announced === 'again';
    announced = 'no';
    if (again) announce();
  };

  return {
    kind: 'postgres',
    ...on(pool),
    async transaction(work) {
      const client = await pool.connect();
      try {
        await client.query('BEGIN');
        const result = await work(on(client));
        await client.query('COMMIT');
        client.release();
        return result;
      } catch (error) {
        // A connection in an unknown state must not go back to the pool.
        const clean = await client.query('ROLLBACK').then(
          () => true,
          () => false,
        );
        client.release(!clean);
        throw error;
      }
    },
    announce,
    onAnnounced: (wake) => void listeners.push(wake),
    prismaAdapter: new PrismaPg({
      connectionString: url,
      max: maxConnections,
      application_name: 'muster-reads',
    }),
    migrationAdapter: migrationAdapter(url),
    boss: { connectionString: url, application_name: 'muster-boss', max: 4 },
    async close() {
      await listener.stop();
      await pool.end();
    },
  };
}

/** In a sentence that names the server, never the password: the first question of everybody whose Muster does not start. */
function unreachable(url: string, error: unknown): DatabaseUnreachable {
  const { host, port } = new pg.Client({ connectionString: url });
  // A name with several addresses fails with one error for each.
  const first: unknown = error instanceof AggregateError ? error.errors[0] : error;
  const why = first instanceof Error ? first.message : String(first);
  return new DatabaseUnreachable(
    `PostgreSQL at ${host}:${port} cannot be reached: ${why}. Check DATABASE_URL, and that the server runs.`,
    { cause: error },
  );
}

/** The adapter package cuts a script at each semicolon, also inside a function's body: send it whole instead. */
function migrationAdapter(url: string): SqlMigrationAwareDriverAdapterFactory {
  const { provider, adapterName } = new PrismaPg({ connectionString: url });
  return {
    provider,
    adapterName,
    async connect() {
      const single = new pg.Pool({
        connectionString: url,
        max: 1,
        application_name: 'muster-migrate',
      });
      const connection = await new PrismaPg(single).connect();
      connection.executeScript = async (script) => {
        await single.query(script);
      };
      connection.dispose = () => single.end();
      return connection;
    },
    connectToShadowDb: () => new PrismaPg({ connectionString: url }).connectToShadowDb(),
  };
}

/** Keeps one connection listening; after each reconnect it wakes once, since a message may have been missed. */
function listenForever(
  url: string,
  wake: (from?: string) => void,
  onError: PostgresOptions['onError'],
) {
  let client: pg.Client | undefined;
  let timer: NodeJS.Timeout | undefined;
  let stopped = false;

  const start = async () => {
    const next = new pg.Client({
      connectionString: url,
      application_name: 'muster-listen',
      keepAlive: true,
    });
    client = next;
    let ended = false;
    const again = () => {
      if (ended) return;
      ended = true;
      next.end().catch(() => {});
      if (!stopped) timer = setTimeout(start, 500);
    };
    next.on('notification', ({ payload }) => wake(payload));
    next.on('error', (error) => {
      if (!stopped) onError(error, 'listening');
      again();
    });
    next.on('end', again);
    try {
      await next.connect();
      await next.query(`LISTEN ${channel}`);
      wake();
    } catch (error) {
      if (!stopped) onError(error as Error, 'listening');
      again();
    }
  };
  void start();

  return {
    async stop() {
      stopped = true;
      clearTimeout(timer);
      await client?.end().catch(() => {});
    },
  };
}
