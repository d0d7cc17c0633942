import { onTestFinished } from 'vitest';
import { type FreshDatabase, freshDatabase } from './fresh-database.ts';
import { openDatabase } from './open-database.ts';

/** A table that is read only by who asks for refused reports: all else works without it. */
const loseTable = 'ALTER TABLE "RefusedReport" RENAME TO "Mislaid"';

/** What asks for it, of an assignment. */
export const brokenField = 'refusedReports { outcome }';

/** A database on which one field fails as a bug would. Removed when the test is over. */
export async function brokenDatabase(): Promise<FreshDatabase> {
  const fresh = await freshDatabase();
  onTestFinished(() => fresh.remove());
  const database = await openDatabase(fresh);
  await database.query(loseTable);
  await database.close();
  return fresh;
}
