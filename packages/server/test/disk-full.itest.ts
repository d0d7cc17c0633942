import { join } from 'node:path';
import { expect, onTestFinished, test } from 'vitest';
import { DiskFull } from '../src/persistence/disk-room.ts';
import { openEmbedded } from '../src/persistence/embedded.ts';
import { freshDatabase, onPostgres } from './kit/fresh-database.ts';

const insert = `INSERT INTO "Job" (id, title) VALUES ($1, 'a job')`;
const count = 'SELECT count(*)::int AS n FROM "Job"';

test.skipIf(onPostgres)(
  'on a full disk the embedded database reads and refuses to write, and nothing of a transaction stays',
  async () => {
    const fresh = await freshDatabase();
    let full = false;
    const database = await openEmbedded(join(fresh.dataDir, 'db'), {
      check() {
        if (full) throw new DiskFull('The disk has no room.');
      },
    });
    onTestFinished(async () => {
      await database.close();
      await fresh.remove();
    });
    await database.query(insert, ['before']);
    const halfway = database.transaction(async (tx) => {
      await tx.query(insert, ['halfway']);
      full = true;
      await tx.query(insert, ['too much']);
    });
    await expect(halfway).rejects.toThrow(DiskFull);
    await expect(database.query(insert, ['another'])).rejects.toThrow(DiskFull);
    expect(await database.query(count)).toEqual([{ n: 1 }]);
    full = false;
    await database.query(insert, ['after']);
    expect(await database.query(count)).toEqual([{ n: 2 }]);
  },
);
