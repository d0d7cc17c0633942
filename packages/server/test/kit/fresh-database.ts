import { cp, mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { inject } from 'vitest';
import { databaseUrl, dropDatabase, onServer } from './template-database.ts';

/** A migrated, empty database of one's own, embedded or on PostgreSQL as the project says. */
export interface FreshDatabase {
  readonly databaseUrl: string | null;
  /** The data folder: of the embedded database, and of the token. */
  readonly dataDir: string;
  remove(): Promise<void>;
}

export const onPostgres = process.env['MUSTER_TEST_DB'] === 'postgres';

let made = 0;

export async function freshDatabase(): Promise<FreshDatabase> {
  const dataDir = await mkdtemp(join(tmpdir(), 'muster-test-'));
  const template = inject('templateDatabase');
  const server = process.env['MUSTER_TEST_DATABASE_URL'];
  if (!onPostgres || server === undefined) {
    await cp(template, join(dataDir, 'db'), { recursive: true });
    return {
      databaseUrl: null,
      dataDir,
      remove: () => rm(dataDir, { recursive: true, force: true }),
    };
  }
  made += 1;
  const name = `muster_test_${process.pid}_${Date.now()}_${made}`;
  await onServer(server, (client) =>
    client.query(`CREATE DATABASE "${name}" TEMPLATE "${template}"`),
  );
  return {
    databaseUrl: databaseUrl(server, name),
    dataDir,
    async remove() {
      await dropDatabase(server, name);
      await rm(dataDir, { recursive: true, force: true });
    },
  };
}
