import { readdir, readFile } from 'node:fs/promises';
import os from 'node:os';
import pg from 'pg';

export interface PostgresServer {
  readonly url: string;
  readonly version: string;
}

/** The server in DATABASE_URL, else one at the usual local addresses; a sentence when there is none. */
export async function findPostgres(): Promise<PostgresServer | string> {
  const given = process.env['DATABASE_URL'];
  const user = encodeURIComponent(os.userInfo().username);
  const usual = ['postgres', 'postgres:postgres', user].map(
    (login) => `postgres://${login}@127.0.0.1:5432/postgres`,
  );
  let why = '';
  for (const url of given ? [given] : usual) {
    try {
      return { url, version: await ask(url) };
    } catch (error) {
      why ||= error instanceof Error ? error.message || error.name : String(error);
    }
  }
  return `There is no usable PostgreSQL ${given ? 'at DATABASE_URL' : 'on 127.0.0.1:5432'} (${why}). Start one, or set DATABASE_URL to one whose user may create databases.`;
}

async function ask(url: string): Promise<string> {
  return onServer(url, async (client) => {
    const { rows } = await client.query<{ version: string; may: boolean }>(
      `SELECT current_setting('server_version') AS version,
              (SELECT rolsuper OR rolcreatedb FROM pg_roles WHERE rolname = current_user) AS may`,
    );
    const [row] = rows;
    if (!row?.may) throw new Error('its user may not create databases');
    if (Number.parseInt(row.version, 10) < 15)
      throw new Error(`it is version ${row.version}, and 15 is the oldest supported`);
    return row.version;
  });
}

async function onServer<T>(url: string, work: (client: pg.Client) => Promise<T>): Promise<T> {
  const client = new pg.Client({ connectionString: url, connectionTimeoutMillis: 5_000 });
  await client.connect();
  try {
    return await work(client);
  } finally {
    await client.end();
  }
}

/** A database of the bench's own, dropped when disposed of. */
export interface BenchDatabase extends AsyncDisposable {
  readonly url: string;
  readonly pool: pg.Pool;
}

export async function createDatabase(server: string, purpose: string): Promise<BenchDatabase> {
  const name = `muster_bench_${purpose}_${process.pid}_${Date.now()}`;
  await onServer(server, (client) => client.query(`CREATE DATABASE "${name}"`));
  const url = new URL(server);
  url.pathname = `/${name}`;
  const pool = new pg.Pool({ connectionString: url.href, max: 2 });
  pool.on('error', () => {});
  return {
    url: url.href,
    pool,
    async [Symbol.asyncDispose]() {
      await pool.end();
      await onServer(server, (client) =>
        client.query(`DROP DATABASE IF EXISTS "${name}" WITH (FORCE)`),
      );
    },
  };
}

/** The same tables, indexes and constraints as Muster's, for those that it is compared with. */
export async function applyMigrations(pool: pg.Pool): Promise<void> {
  const folder = new URL('../prisma/migrations/', import.meta.url);
  const entries = await readdir(folder, { withFileTypes: true });
  const names = entries.filter((entry) => entry.isDirectory()).map(({ name }) => name);
  for (const name of names.toSorted()) {
    await pool.query(await readFile(new URL(`${name}/migration.sql`, folder), 'utf8'));
  }
}
