import { type ChildProcess, execFile, spawn } from 'node:child_process';
import { once } from 'node:events';
import { chmod, chown, mkdtemp, readdir, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { promisify } from 'node:util';
import pg from 'pg';
import { freePort } from './free-port.ts';
import { until } from './until.ts';

const run = promisify(execFile);

/** A PostgreSQL server that belongs to this run alone, so that it may be stopped in the middle of everything. */
export interface Cluster extends AsyncDisposable {
  readonly version: string;
  readonly port: number;
  /** Makes an empty database; its address. */
  createDatabase(name: string): Promise<string>;
  /** As if the machine had lost power, but for what the operating system still writes: open transactions are gone. */
  stopAtOnce(): Promise<void>;
  /** Starts again; recovery included, it takes connections when this resolves. */
  start(): Promise<void>;
}

/** Where Debian puts the programs of each version; the newest that Muster supports. */
async function findBinaries(): Promise<{ folder: string; version: string } | null> {
  const base = '/usr/lib/postgresql';
  const versions = (await readdir(base).catch(() => []))
    .map(Number)
    .filter((version) => version >= 15)
    .toSorted((a, b) => b - a);
  for (const version of versions) {
    const folder = join(base, String(version), 'bin');
    const found = await run(join(folder, 'postgres'), ['--version']).catch(() => null);
    if (found) return { folder, version: found.stdout.trim() };
  }
  return null;
}

/** PostgreSQL refuses to run as root: then it runs as the user that its package made. */
async function unprivileged(): Promise<{ uid: number; gid: number } | null> {
  if (process.getuid?.() !== 0)
    return { uid: process.getuid?.() ?? 0, gid: process.getgid?.() ?? 0 };
  const id = async (flag: string) => Number((await run('id', [flag, 'postgres'])).stdout);
  return id('-u').then(
    async (uid) => ({ uid, gid: await id('-g') }),
    () => null,
  );
}

/** A sentence instead of a cluster says why there is none. */
export async function startCluster(): Promise<Cluster | string> {
  const binaries = await findBinaries();
  if (binaries === null)
    return 'no PostgreSQL programs in /usr/lib/postgresql/*/bin (Debian: apt-get install postgresql)';
  const user = await unprivileged();
  if (user === null) return 'this is root, and there is no user postgres to run PostgreSQL as';

  const folder = await mkdtemp(join(tmpdir(), 'muster-faults-'));
  await chmod(folder, 0o700);
  await chown(folder, user.uid, user.gid);
  const data = join(folder, 'data');
  const port = await freePort();
  await run(
    join(binaries.folder, 'initdb'),
    ['-D', data, '-U', 'postgres', '--auth=trust', '--encoding=UTF8', '--no-sync'],
    { ...user, cwd: folder, env: { PATH: process.env['PATH'], LC_ALL: 'C.UTF-8' } },
  );

  const url = (name: string) => `postgres://postgres@127.0.0.1:${port}/${name}`;
  let server: ChildProcess | undefined;

  const start = async () => {
    const settings = ['max_connections=300', 'shared_buffers=128MB', 'listen_addresses=127.0.0.1'];
    // postgres itself and no wrapper around it: a signal reaches it, and nothing is left behind.
    server = spawn(
      join(binaries.folder, 'postgres'),
      ['-D', data, '-p', String(port), '-k', folder, ...settings.flatMap((one) => ['-c', one])],
      { ...user, cwd: folder, stdio: 'ignore' },
    );
    await until('PostgreSQL takes connections', 60_000, async () => {
      const client = new pg.Client({ connectionString: url('postgres') });
      client.on('error', () => {});
      await client.connect();
      await client.end();
      return true;
    });
  };
  const stop = async (signal: NodeJS.Signals) => {
    if (!server || server.exitCode !== null || server.signalCode !== null) return;
    const gone = once(server, 'exit');
    server.kill(signal);
    await gone;
  };

  await start();
  return {
    version: binaries.version.replace(/^.*?(\d[\d.]*).*$/, 'PostgreSQL $1'),
    port,
    start,
    stopAtOnce: () => stop('SIGQUIT'),
    async createDatabase(name) {
      const client = new pg.Client({ connectionString: url('postgres') });
      await client.connect();
      await client.query(`CREATE DATABASE "${name}"`);
      await client.end();
      return url(name);
    },
    async [Symbol.asyncDispose]() {
      await stop('SIGINT');
      await rm(folder, { recursive: true, force: true });
    },
  };
}
