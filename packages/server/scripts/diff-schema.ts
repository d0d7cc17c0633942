import { mkdtemp, readFile, rm } from 'node:fs/promises';
import { createRequire } from 'node:module';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { openEmbedded } from '../src/persistence/embedded.ts';
import { readMigrations } from '../src/persistence/migrate.ts';
import { openSchemaEngine } from '../src/persistence/schema-engine.ts';

/** Prints the SQL that leads from the committed migrations to prisma/schema.prisma: the start of a new migration. */
const schema = await readFile(
  createRequire(import.meta.url).resolve('@muster/prisma/schema.prisma'),
  'utf8',
);
const folder = await mkdtemp(join(tmpdir(), 'muster-diff-'));
const database = await openEmbedded(folder);
try {
  const engine = await openSchemaEngine(database.migrationAdapter, schema);
  const { stdout } = await engine.diff({
    from: { tag: 'migrations', ...(await readMigrations()) },
    to: { tag: 'schemaDatamodel', files: [{ path: 'schema.prisma', content: schema }] },
    script: true,
    exitCode: null,
    filters: { externalTables: [], externalEnums: [] },
  });
  process.stdout.write(stdout ?? '');
} finally {
  await database.close();
  await rm(folder, { recursive: true });
}
