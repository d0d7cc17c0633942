import type { StoredDecision } from '@muster/schema/context.ts';
import type { Database, Prepared } from './database.ts';
import { gather } from './gather.ts';
import { looksLikeId } from './reads.ts';

/** One look-up in the index for each job: a job may have had hundreds, each with its candidates. */
const newestDecisions: Prepared = {
  name: 'newest-decisions',
  text: `
SELECT d.* FROM unnest($1::text[]) AS j(id)
CROSS JOIN LATERAL (SELECT * FROM "MatchDecision" WHERE "jobId" = j.id ORDER BY "jobVersion" DESC LIMIT 1) d`,
};

/** The newest decision about a job; those that are wanted at about the same time are read by one statement. */
export function createNewestDecision(
  database: Database,
): (jobId: string) => Promise<StoredDecision | null> {
  return gather(
    async (jobIds: readonly string[]) => {
      const rows = await database.query<StoredDecision>(newestDecisions, [
        [...new Set(jobIds.filter(looksLikeId))],
      ]);
      const byJob = new Map(rows.map((row) => [row.jobId, row]));
      return jobIds.map((jobId) => byJob.get(jobId) ?? null);
    },
    { maxItems: 200, maxInFlight: 2 },
  );
}
