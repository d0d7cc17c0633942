import { openEmbedded } from '../../src/persistence/embedded.ts';
import { migrate } from '../../src/persistence/migrate.ts';
import { openPostgres } from '../../src/persistence/postgres.ts';

// A program of its own: the runner loads modules once for each project, and the schema engine's
// WebAssembly must be instantiated once in a process.
const [where = ''] = process.argv.slice(2);
const database = where.startsWith('postgres')
  ? await openPostgres({ url: where, maxConnections: 2, onError: console.error })
  : await openEmbedded(where);
await migrate(database);
await database.close();
