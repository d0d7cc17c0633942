import { readdir, readFile } from 'node:fs/promises';
import { createRequire } from 'node:module';
import { dirname, join } from 'node:path';
import type { Database } from './database.ts';
import { type MigrationList, openSchemaEngine } from './schema-engine.ts';

/** Any constant: two servers that start at once on an empty database must agree on it. */
const lockKey = 0x6d75_7374;

const folder = dirname(createRequire(import.meta.url).resolve('@muster/prisma/schema.prisma'));

/**
 * Brings the database to the schema that this version of Muster needs, with Prisma's own engine and
 * its `_prisma_migrations` table, so that `prisma migrate deploy` and Muster agree on what was applied.
 * Returns the names of the migrations applied now.
 */
export async function migrate(
  database: Database,
  migrations?: MigrationList,
): Promise<readonly string[]> {
  const migrationsList = migrations ?? (await readMigrations());
  // The usual start has nothing to apply: say so by one query rather than by starting the engine.
  if (await isCurrent(database, migrationsList)) return [];
  const connection = await database.migrationAdapter.connect();
  // The engine goes on to note the failure in the transaction that it broke, and reports how that failed.
  let failure: unknown;
  const run = connection.executeScript.bind(connection);
  connection.executeScript = (script) =>
    run(script).catch((error: unknown) => {
      failure ??= error;
      throw error;
    });
  try {
    // One transaction around everything, the engine's bookkeeping included: a server killed in the
    // middle leaves nothing behind, and a second one waits here, then finds nothing left to do.
    await connection.executeScript(`BEGIN; SELECT pg_advisory_xact_lock(${lockKey})`);
    const engine = await openSchemaEngine({
      ...database.migrationAdapter,
      connect: async () => connection,
    });
    const { appliedMigrationNames } = await engine.applyMigrations({
      migrationsList,
      filters: { externalTables: [], externalEnums: [] },
    });
    engine.free();
    await connection.executeScript('COMMIT');
    return appliedMigrationNames;
  } catch (error) {
    await run('ROLLBACK').catch(() => {});
    if (!(failure instanceof Error)) throw error;
    throw new Error(`A migration failed, and nothing was changed: ${failure.message}`, {
      cause: failure,
    });
  } finally {
    await connection.dispose();
  }
}

/** True when the last of our migrations has been applied. */
export async function isCurrent(database: Database, migrations?: MigrationList): Promise<boolean> {
  const names = (migrations ?? (await readMigrations())).migrationDirectories.map(
    ({ path }) => path,
  );
  const [table] = await database.query<{ exists: boolean }>(
    `SELECT to_regclass('_prisma_migrations') IS NOT NULL AS exists`,
  );
  if (!table?.exists) return false;
  const applied = await database.query<{ name: string }>(
    'SELECT migration_name AS name FROM "_prisma_migrations" WHERE finished_at IS NOT NULL AND rolled_back_at IS NULL',
  );
  const known = new Set(applied.map(({ name }) => name));
  return names.every((name) => known.has(name));
}

/** The committed migrations in the shape that the engine reads. */
export async function readMigrations(): Promise<MigrationList> {
  const baseDir = join(folder, 'migrations');
  const entries = await readdir(baseDir, { withFileTypes: true });
  const names = entries.filter((entry) => entry.isDirectory()).map((entry) => entry.name);
  const read = async (path: string) => ({
    tag: 'ok' as const,
    value: await readFile(path, 'utf8'),
  });
  return {
    baseDir,
    lockfile: {
      path: 'migration_lock.toml',
      content: await readFile(join(baseDir, 'migration_lock.toml'), 'utf8'),
    },
    shadowDbInitScript: '',
    migrationDirectories: await Promise.all(
      names.toSorted().map(async (path) => ({
        path,
        migrationFile: {
          path: 'migration.sql',
          content: await read(join(baseDir, path, 'migration.sql')),
        },
      })),
    ),
  };
}
