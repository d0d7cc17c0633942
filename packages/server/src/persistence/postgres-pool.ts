import pg from 'pg';

export interface PoolOptions {
  readonly url: string;
  readonly name: string;
  readonly max: number;
  /** The longest that a statement may take. */
  readonly statementMs: number;
  readonly onError: (error: Error, doing: string) => void;
  /** A connection did not answer. It is rarely the only one. */
  readonly onUnanswered: () => void;
  readonly onConnect?: (client: pg.ClientBase) => Promise<void>;
}

/** How much longer than a statement may take an answer is waited for: PostgreSQL ends it first, if it is still there. */
const answerMs = 500;

/**
 * What every connection needs so that one that was lost without a word (a firewall forgot it, a host fell over) is found.
 * TCP itself goes on waiting for a quarter of an hour.
 */
export const connectionLimits = (statementMs: number) => ({
  connectionTimeoutMillis: 10_000,
  keepAlive: true,
  statement_timeout: statementMs,
  query_timeout: statementMs + answerMs,
  // PostgreSQL's side of a lost connection: the rows that its transaction has locked must come free.
  idle_in_transaction_session_timeout: 5_000,
});

/** Connections that recover by themselves from whatever happens to them or to the server. */
export function openPool(options: PoolOptions): pg.Pool {
  const { url, name, max, statementMs, onError, onUnanswered, onConnect } = options;
  const pool = new pg.Pool({
    connectionString: url,
    max,
    application_name: name,
    ...connectionLimits(statementMs),
    ...(onConnect ? { onConnect } : {}),
  });
  // A connection that breaks while idle is replaced by the pool; without a listener it would end the process.
  pool.on('error', (error) => onError(error, `idle connection of ${name}`));
  pool.on('connect', (client) => {
    // The pool takes its own listener off a connection that it hands out: one that breaks between two statements of a
    // transaction would end the process. The next statement fails, and says why.
    client.on('error', () => {});
  });
  pool.on('release', (error: unknown) => {
    if (isUnanswered(error)) onUnanswered();
  });
  return pool;
}

/** Replaces the connections that nobody uses at this moment. */
export function retireIdle(pool: pg.Pool): void {
  for (let idle = pool.idleCount; idle > 0; idle -= 1)
    void pool.connect().then(
      (client) => client.release(true),
      () => {},
    );
}

/** pg's own words for a statement that was not answered in time. */
export const isUnanswered = (error: unknown): error is Error =>
  error instanceof Error && error.message === 'Query read timeout';
