import pg from 'pg';
import { jobInputs } from './jobs.ts';
import { keptCandidates, sortedIds } from './raw-rows.ts';

/**
 * The rows that a batch of assignments leaves, as somebody writes them by hand who wants it fast: one statement, one implicit
 * transaction. The batch and its items are written once and as they end; nothing is read, ranked or checked.
 */
const assignAll = `
WITH moved AS (
  UPDATE "Job" SET status = 'ASSIGNED', version = version + 1, "agentId" = $2, "lastAssignmentId" = w.assignment,
                   attempts = attempts + 1, "updatedAt" = now()
  FROM unnest($1::text[], $3::text[], $4::text[], $5::text[]) AS w(job, assignment, log, decision)
  WHERE id = w.job AND status = 'PENDING' RETURNING id, version, attempts, w.assignment, w.log, w.decision
), logged AS (
  INSERT INTO "JobLog" (id, "jobId", "agentId", "requestPayload", status, message, "jobVersion",
                        "previousStatus", "jobStatus", "assignmentId", actor)
  SELECT log, id, $2, $6, 'ASSIGNED', 'Assigned by hand.', version, 'PENDING', 'ASSIGNED', assignment, 'operator' FROM moved
), opened AS (
  INSERT INTO "Assignment" (id, "jobId", "agentId", attempt, state, "leaseToken", "leaseMs", "leaseExpiresAt", pulled)
  SELECT assignment, id, $2, attempts, 'ASSIGNED', decision, 60000, now() + interval '1 minute', true FROM moved
), explained AS (
  INSERT INTO "MatchDecision" (id, "jobId", "jobVersion", "assignmentId", method, "winnerAgentId", reason, "matcherVersion", candidates)
  SELECT decision, id, version, assignment, 'MANUAL', $2, 'Chosen by hand.', 'none', $7 FROM moved
), loaded AS (
  UPDATE "Agent" SET "activeJobs" = "activeJobs" + (SELECT count(*) FROM moved)::int WHERE id = $2
), batch AS (
  INSERT INTO "Batch" (id, kind, state, actor, "agentId", total, succeeded, "endedAt")
  SELECT $8, 'ASSIGN', 'COMPLETED', 'operator', $2, count(*), count(*), now() FROM moved
), item AS (
  INSERT INTO "BatchItem" ("batchId", position, "jobId", "agentId", outcome)
  SELECT $8, row_number() OVER (), id, $2, 'SUCCEEDED' FROM moved
)
SELECT count(*)::int AS count FROM moved`;

export interface RawBatch extends AsyncDisposable {
  assign(jobIds: readonly string[], agentId: string): Promise<void>;
}

export async function openRawBatch(url: string): Promise<RawBatch> {
  const client = new pg.Client({ connectionString: url });
  await client.connect();
  const newId = sortedIds();
  return {
    async assign(jobIds, agentId) {
      const ids = () => jobIds.map(newId);
      const payload = { agentId, inputs: jobInputs };
      const { rows } = await client.query<{ count: number }>({
        name: 'assign-all',
        text: assignAll,
        values: [jobIds, agentId, ids(), ids(), ids(), payload, keptCandidates, newId()],
      });
      if (rows[0]?.count !== jobIds.length)
        throw new Error(`The raw statement assigned ${rows[0]?.count} of ${jobIds.length} jobs.`);
    },
    async [Symbol.asyncDispose]() {
      await client.end();
    },
  };
}
