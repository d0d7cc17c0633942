import { mkdtemp, readFile, rm } from 'node:fs/promises';
import { createRequire } from 'node:module';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { expect, onTestFinished, test } from 'vitest';
import type { Database } from '../src/persistence/database.ts';
import { isCurrent, migrate, readMigrations } from '../src/persistence/migrate.ts';
import { openSchemaEngine } from '../src/persistence/schema-engine.ts';
import { type FreshDatabase, onPostgres } from './kit/fresh-database.ts';
import { openDatabase } from './kit/open-database.ts';
import { on, startServer } from './kit/server-process.ts';
import { newJob } from './kit/story.ts';
import { databaseUrl, onServer } from './kit/template-database.ts';

let made = 0;

/** A database with nothing in it, not even Muster's schema. */
async function emptyDatabase(): Promise<FreshDatabase> {
  const dataDir = await mkdtemp(join(tmpdir(), 'muster-empty-'));
  const server = onPostgres ? process.env['MUSTER_TEST_DATABASE_URL'] : undefined;
  made += 1;
  const name = `muster_empty_${process.pid}_${Date.now()}_${made}`;
  if (server) await onServer(server, (client) => client.query(`CREATE DATABASE "${name}"`));
  const remove = async () => {
    if (server)
      await onServer(server, (client) =>
        client.query(`DROP DATABASE IF EXISTS "${name}" WITH (FORCE)`),
      );
    await rm(dataDir, { recursive: true, force: true });
  };
  onTestFinished(remove);
  return { databaseUrl: server ? databaseUrl(server, name) : null, dataDir, remove };
}

async function openEmpty(): Promise<Database> {
  const database = await openDatabase(await emptyDatabase());
  onTestFinished(() => database.close());
  return database;
}

const tablesOf = async (database: Database) =>
  (
    await database.query<{ name: string }>(
      `SELECT tablename AS name FROM pg_tables WHERE schemaname = 'public' ORDER BY 1`,
    )
  ).map(({ name }) => name);

const filters = { externalTables: [], externalEnums: [] };

async function withBroken() {
  const migrations = await readMigrations();
  const broken = {
    path: '29990101000000_broken',
    migrationFile: {
      path: 'migration.sql',
      content: {
        tag: 'ok' as const,
        value: 'CREATE TABLE "Half" (id int);\nCREATE TABLE "Job" (id int);',
      },
    },
  };
  return {
    ...migrations,
    migrationDirectories: [...migrations.migrationDirectories, broken],
  };
}

// The engine cannot read PostgreSQL's catalogue through the driver of a server; embedded it is the same PostgreSQL.
test.skipIf(onPostgres)('the migrations make exactly what the schema says', async () => {
  const database = await openEmpty();
  await migrate(database);
  const file = createRequire(import.meta.url).resolve('@muster/prisma/schema.prisma');
  const content = await readFile(file, 'utf8');
  const engine = await openSchemaEngine(database.migrationAdapter, content);
  const files = [{ path: file, content }];
  const { stdout, exitCode } = await engine.diff({
    from: { tag: 'schemaDatasource', files, configDir: '' },
    to: { tag: 'schemaDatamodel', files },
    script: true,
    exitCode: true,
    filters,
  });
  engine.free();
  expect({ stdout: stdout?.trim(), exitCode }).toEqual({
    stdout: '-- This is an empty migration.',
    exitCode: 0,
  });
});

test('are applied once, and written down as Prisma does', async () => {
  const database = await openEmpty();
  expect(await isCurrent(database)).toBe(false);
  const names = (await readMigrations()).migrationDirectories.map(({ path }) => path);
  expect(await migrate(database)).toEqual(names);
  expect(await isCurrent(database)).toBe(true);
  expect(await migrate(database)).toEqual([]);
  const rows = await database.query(
    'SELECT migration_name AS name, applied_steps_count AS steps, logs FROM "_prisma_migrations" WHERE finished_at IS NOT NULL ORDER BY 1',
  );
  expect(rows).toEqual(names.map((name) => ({ name, steps: 1, logs: null })));
});

test('decisions of before the job had any become those of their jobs', async () => {
  const database = await openEmpty();
  const migrations = await readMigrations();
  const before = migrations.migrationDirectories.filter(({ path }) => path < '20261124090000');
  await migrate(database, { ...migrations, migrationDirectories: before });
  for (const statement of [
    `INSERT INTO "Agent" (id, name, description, kind) VALUES ('a', 'a', '', 'PULL')`,
    `INSERT INTO "Job" (id, title, status, version, "agentId") VALUES ('j', 't', 'ASSIGNED', 4, 'a')`,
    `INSERT INTO "Assignment" (id, "jobId", "agentId", attempt, state, "leaseToken", "leaseMs", "leaseExpiresAt", "endedAt")
     VALUES ('s1', 'j', 'a', 1, 'CANCELLED', 'l', 1, NULL, now()), ('s2', 'j', 'a', 2, 'ASSIGNED', 'l', 1, now(), NULL)`,
    `INSERT INTO "JobLog" (id, "jobId", status, "jobVersion", "jobStatus", actor, "assignmentId")
     VALUES ('l1', 'j', 'PENDING', 1, 'PENDING', 'x', NULL), ('l2', 'j', 'ASSIGNED', 2, 'ASSIGNED', 'x', 's1'),
            ('l3', 'j', 'CANCELLED', 3, 'PENDING', 'x', 's1'), ('l4', 'j', 'ASSIGNED', 4, 'ASSIGNED', 'x', 's2')`,
    `INSERT INTO "MatchDecision" (id, "assignmentId", method, "winnerAgentId", reason, candidates)
     VALUES ('d1', 's1', 'MANUAL', 'a', '', '[]'), ('d2', 's2', 'SCORED', 'a', '', '[]')`,
    `INSERT INTO "IdempotencyKey" (scope, key, fingerprint, result)
     VALUES ('s', 'refused', 'f', '{"ok":false,"error":{"code":"NO_AGENT_MATCHED"}}'), ('s', 'done', 'f', '{"ok":true,"value":{}}')`,
  ])
    await database.query(statement);

  await migrate(database);
  expect(
    await database.query(
      'SELECT id, "jobId", "jobVersion", outcome FROM "MatchDecision" ORDER BY id',
    ),
  ).toEqual([
    { id: 'd1', jobId: 'j', jobVersion: 2, outcome: 'ASSIGN' },
    { id: 'd2', jobId: 'j', jobVersion: 4, outcome: 'ASSIGN' },
  ]);
  expect(await database.query('SELECT key FROM "IdempotencyKey"')).toEqual([{ key: 'done' }]);
});

test('one that fails leaves an empty database empty', async () => {
  const database = await openEmpty();
  await expect(migrate(database, await withBroken())).rejects.toThrow(
    'A migration failed, and nothing was changed: relation "Job" already exists',
  );
  expect(await tablesOf(database)).toEqual([]);
  await migrate(database);
  expect(await isCurrent(database)).toBe(true);
});

test('one that fails leaves a database at work as it was', async () => {
  const database = await openEmpty();
  await migrate(database);
  const before = await tablesOf(database);
  await expect(migrate(database, await withBroken())).rejects.toThrow(
    'A migration failed, and nothing was changed: relation "Job" already exists',
  );
  expect(await tablesOf(database)).toEqual(before);
  expect(await isCurrent(database)).toBe(true);
  expect(
    await database.query('SELECT 1 FROM "_prisma_migrations" WHERE finished_at IS NULL'),
  ).toEqual([]);
});

test.runIf(onPostgres)(
  'servers that start at once on an empty database agree on one schema',
  async () => {
    const empty = await emptyDatabase();
    const servers = await Promise.all([1, 2, 3].map(() => startServer(on(empty))));
    const database = await openDatabase(empty);
    onTestFinished(() => database.close());
    const rows = await database.query<{ name: string }>(
      'SELECT migration_name AS name FROM "_prisma_migrations" ORDER BY 1',
    );
    const names = (await readMigrations()).migrationDirectories.map(({ path }) => path);
    expect(rows.map(({ name }) => name)).toEqual(names);
    for (const server of servers) expect(await newJob(server)).toBeTruthy();
    for (const server of servers) {
      expect(await server.kill('SIGTERM')).toMatchObject({ code: 0, stderr: '' });
    }
  },
  120_000,
);
