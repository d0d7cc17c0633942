import { join } from 'node:path';
import type { Database } from '../../src/persistence/database.ts';
import { openEmbedded } from '../../src/persistence/embedded.ts';
import { openPostgres } from '../../src/persistence/postgres.ts';
import type { FreshDatabase } from './fresh-database.ts';

/** The database itself, without a Muster. An embedded one has room for one process at a time: stop its Muster first. */
export async function openDatabase({ databaseUrl, dataDir }: FreshDatabase): Promise<Database> {
  return databaseUrl === null
    ? openEmbedded(join(dataDir, 'db'))
    : openPostgres({
        url: databaseUrl,
        maxConnections: 10,
        onError: (error) => {
          throw error;
        },
      });
}
