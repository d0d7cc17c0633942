import { execFile } from 'node:child_process';
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { promisify } from 'node:util';
import pg from 'pg';
import type { TestProject } from 'vitest/node';

declare module 'vitest' {
  interface ProvidedContext {
    /** A migrated, empty database to copy: a folder, or a PostgreSQL database's name. */
    readonly templateDatabase: string;
  }
}

/** Makes one migrated database for the whole run; each test file works on a copy, which is quick to make. */
export default async function setup(project: TestProject): Promise<() => Promise<void>> {
  const { MUSTER_TEST_DB: kind, MUSTER_TEST_DATABASE_URL: server } = project.config.env;
  return kind === 'postgres' && server ? onPostgres(project, server) : embedded(project);
}

async function embedded(project: TestProject) {
  const folder = await mkdtemp(join(tmpdir(), 'muster-template-'));
  await migrated(folder);
  project.provide('templateDatabase', folder);
  return () => rm(folder, { recursive: true, force: true });
}

async function onPostgres(project: TestProject, server: string) {
  const name = `muster_template_${process.pid}_${Date.now()}`;
  await onServer(server, (client) => client.query(`CREATE DATABASE "${name}"`));
  await migrated(databaseUrl(server, name));
  project.provide('templateDatabase', name);
  return () => dropDatabase(server, name);
}

const migrated = (where: string) =>
  promisify(execFile)(process.execPath, [
    fileURLToPath(new URL('migrate-database.ts', import.meta.url)),
    where,
  ]);

/** The same server, another database. */
export function databaseUrl(server: string, name: string): string {
  const url = new URL(server);
  url.pathname = `/${name}`;
  return url.href;
}

export async function onServer(
  server: string,
  work: (client: pg.Client) => Promise<unknown>,
): Promise<void> {
  const client = new pg.Client({ connectionString: server });
  await client.connect();
  try {
    await work(client);
  } finally {
    await client.end();
  }
}

/** Connections of a Muster that has just stopped are still closing: cut off by force, they would fail in whoever holds them. */
const waitUntilUnused = `
DO $$ BEGIN
  FOR n IN 1..100 LOOP
    EXIT WHEN NOT EXISTS (SELECT 1 FROM pg_stat_activity WHERE datname = '%');
    PERFORM pg_sleep(0.05), pg_stat_clear_snapshot();
  END LOOP;
END $$`;

export async function dropDatabase(server: string, name: string): Promise<void> {
  await onServer(server, async (client) => {
    await client.query(waitUntilUnused.replace('%', name));
    await client.query(`DROP DATABASE IF EXISTS "${name}" WITH (FORCE)`);
  });
}
