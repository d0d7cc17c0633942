import { randomUUID } from 'node:crypto';
import pg from 'pg';
import { jobInputs } from './jobs.ts';

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

/** As many candidates as Muster keeps of an assignment by hand, as long as its own. */
const candidates = Array.from({ length: 5 }, (_, n) => ({
  agentId: `agent-${n + 1}`,
  eligible: true,
  verdicts: ['available', 'capacity', 'skills', 'inputs', 'untried'].map((filter) => ({
    filter,
    passed: true,
    reason: null,
  })),
  score: 0.8123456789012345,
  components: ['fit', 'load', 'success'].map((name) => ({
    name,
    value: 0.8123456789012345,
    weight: 0.1,
  })),
  likelihood: 0.8123456789012345,
}));

export interface RawBatch extends AsyncDisposable {
  assign(jobIds: readonly string[], agentId: string): Promise<void>;
}

export async function openRawBatch(url: string): Promise<RawBatch> {
  const client = new pg.Client({ connectionString: url });
  await client.connect();
  const began = Date.now().toString(36);
  let made = 0;
  // Ids that sort by time, as Muster's do: rows written together lie together in their indexes.
  const newId = () => {
    made += 1;
    return `${began}${String(made).padStart(9, '0')}${randomUUID().slice(0, 8)}`;
  };
  return {
    async assign(jobIds, agentId) {
      const ids = () => jobIds.map(newId);
      const payload = { agentId, inputs: jobInputs };
      const { rows } = await client.query<{ count: number }>({
        name: 'assign-all',
        text: assignAll,
        values: [
          jobIds,
          agentId,
          ids(),
          ids(),
          ids(),
          payload,
          JSON.stringify(candidates),
          newId(),
        ],
      });
      if (rows[0]?.count !== jobIds.length)
        throw new Error(`The raw statement assigned ${rows[0]?.count} of ${jobIds.length} jobs.`);
    },
    async [Symbol.asyncDispose]() {
      await client.end();
    },
  };
}
