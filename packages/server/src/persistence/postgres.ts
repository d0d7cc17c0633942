import { randomUUID } from 'node:crypto';
import { PrismaPg } from '@prisma/adapter-pg';
import type { SqlMigrationAwareDriverAdapterFactory } from '@prisma/driver-adapter-utils';
import pg from 'pg';
import type { Database, Prepared, Sql } from './database.ts';
import { connectionLimits, isUnanswered, openPool, retireIdle } from './postgres-pool.ts';

const channel = 'muster_events';
/** How long other servers wait at most to be told of a change that followed another. */
const announceRestMs = 10;
/** No statement of a command takes a tenth of it; one that does is stuck behind something. */
const commandMs = 5_000;
/** Pages of a large table, counted and searched. */
const readMs = 10_000;
/** How often the connection that only listens is asked whether it is still there. */
const pulseMs = 5_000;

export interface PostgresOptions {
  readonly url: string;
  /** Connections for commands; reads have a pool of their own. */
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
  // Whoever came next would wait as long for each of the others, connection by connection.
  const onUnanswered = () => {
    retireIdle(pool);
    retireIdle(reads);
  };
  const shared = { url, max: maxConnections, onError, onUnanswered };
  const reads = openPool({ ...shared, name: 'muster-reads', statementMs: readMs });
  const pool = openPool({
    ...shared,
    name: 'muster',
    statementMs: commandMs,
    // A plan is kept while its connection lives, also PostgreSQL's own plans for foreign keys. Made while a table
    // is small it reads the whole table, and goes on to when the table has grown: 2.6 ms instead of 0.1 ms a job at
    // 13,000 assignments. Every statement of this pool finds its rows by an index, whatever its values are: so one plan
    // is as good as a new one for each execution, which for a job by its id took longer than to read it (84 of 143 µs).
    // Where there is no index all the same (a handful of agents), the penalty on reading the table makes PostgreSQL think
    // the statement worth compiling: 1.7 s on a busy machine for 0.03 ms of work, every second on every server.
    onConnect: async (client) => {
      await client.query(
        'SET enable_seqscan = off; SET plan_cache_mode = force_generic_plan; SET jit = off',
      );
    },
  });
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

  const listeners: ((elsewhere: boolean) => void)[] = [];
  const self = randomUUID();
  const listener = listenForever(
    url,
    (from) => {
      // What this process announced it has told its own listeners already.
      if (from !== self) for (const wake of listeners) wake(true);
    },
    onError,
  );

  let announced: 'no' | 'lately' | 'again' = 'no';
  let closed = false;
  const announce = () => {
    // The rest after an announcement may end when the pool has.
    if (closed) return;
    for (const wake of listeners) wake(false);
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
        // A connection in an unknown state must not go back to the pool; one that does not answer is not asked again.
        const broken = isUnanswered(error)
          ? error
          : await client.query('ROLLBACK').then(
              () => undefined,
              (failure: Error) => failure,
            );
        client.release(broken);
        throw error;
      }
    },
    announce,
    onAnnounced: (wake) => void listeners.push(wake),
    prismaAdapter: new PrismaPg(reads),
    migrationAdapter: migrationAdapter(url),
    async close() {
      closed = true;
      await listener.stop();
      await Promise.all([pool.end(), reads.end()]);
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
      ...connectionLimits(pulseMs),
    });
    client = next;
    let ended = false;
    let pulse: NodeJS.Timeout | undefined;
    const again = () => {
      if (ended) return;
      ended = true;
      clearInterval(pulse);
      next.end().catch(() => {});
      if (!stopped) timer = setTimeout(start, 500);
    };
    next.on('notification', ({ payload }) => wake(payload));
    const failed = (error: Error) => {
      if (!stopped && !ended) onError(error, 'listening');
      again();
    };
    next.on('error', failed);
    next.on('end', again);
    try {
      await next.connect();
      await next.query(`LISTEN ${channel}`);
      wake();
      // It only ever listens, so a connection that was lost would be quiet for ever.
      pulse = setInterval(() => next.query('SELECT 1').catch(failed), pulseMs);
      if (ended) clearInterval(pulse);
    } catch (error) {
      failed(error as Error);
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
