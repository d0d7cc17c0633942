import type { Prepared } from './database.ts';

/**
 * Applies many decisions at once; the one statement that changes a job's status.
 *
 * `$1`: JSON array of decisions (see `encode` in commit-transitions.ts). One row comes back for each,
 * saying `applied`, `lost` (the job is at another version) or `full` (the agent has no free place).
 *
 * Concurrency, under READ COMMITTED:
 * - Jobs are locked in id order, then agents in id order, so that two commits cannot deadlock. LATERAL takes
 *   the rows one by one in that order, by their keys, whatever the planner thinks of the table's size.
 * - `FOR NO KEY UPDATE` gives the newest committed row and lets foreign-key checks of others pass.
 * - Everything is decided from the locked rows (`job`, `agent`), never from the statement's snapshot.
 * - An UPDATE finds its row through the snapshot, then re-reads the version that is locked here
 *   (EvalPlanQual), so `"activeJobs" + delta` counts from the newest value.
 */
export const commitTransitions: Prepared = {
  name: 'commit-transitions',
  text: `
WITH decision AS (
  SELECT * FROM json_to_recordset($1::json) AS d(
    n int, "jobId" text, "expectedVersion" int, "from" "JobStatus", "to" "JobStatus", "logStatus" "JobLogStatus",
    "logId" text, actor text, message text, "agentId" text, "requestPayload" json, "responsePayload" json,
    title text, description text, "requiredSkills" json, priority int,
    "setInputs" boolean, inputs json, "setResult" boolean, result json, "nextAttemptInMs" float8,
    "openId" text, "openAgentId" text, "leaseToken" text, "leaseMs" int, "acceptMs" int, "decisionId" text, method "MatchMethod",
    "winnerAgentId" text, reason text, confidence float8, model text, "promptVersion" text, candidates json,
    "heldId" text, "heldAgentId" text, "heldState" "AssignmentState", "failureClass" text, "endMessage" text,
    "cooldownMs" float8, "onlyIfExpired" boolean, "heldBy" text, "holdMs" int, "runMs" float8,
    "autoAssign" boolean, "retryPolicy" json, resubmits boolean)
),
job AS MATERIALIZED (
  SELECT j.id, j.version, j.attempts
  FROM (SELECT DISTINCT "jobId" FROM decision WHERE "expectedVersion" > 0 ORDER BY 1) d
  CROSS JOIN LATERAL (SELECT id, version, attempts FROM "Job" WHERE id = d."jobId" FOR NO KEY UPDATE) j
),
-- A heartbeat may have come since somebody saw the lease run out: then the decision is about a past that did not happen.
silent AS MATERIALIZED (
  SELECT s.id
  FROM (SELECT DISTINCT "heldId" FROM decision WHERE "onlyIfExpired" AND "jobId" IN (SELECT id FROM job) ORDER BY 1) d
  CROSS JOIN LATERAL (SELECT id, "leaseExpiresAt" FROM "Assignment" WHERE id = d."heldId" FOR NO KEY UPDATE) s
  WHERE s."leaseExpiresAt" <= now()
),
-- Of several decisions about one job the first wins: the others were made about a version that is gone.
current AS MATERIALIZED (
  SELECT DISTINCT ON (d."jobId") d.*, job.attempts
  FROM decision d LEFT JOIN job ON job.id = d."jobId"
  WHERE d."expectedVersion" = COALESCE(job.version, 0)
    AND (d."onlyIfExpired" IS NOT TRUE OR d."heldId" IN (SELECT id FROM silent))
  ORDER BY d."jobId", d.n
),
agent AS MATERIALIZED (
  SELECT a.id, a.paused,
         -- An agent whose circuit opened gets one job at a time until it succeeds.
         CASE WHEN a."circuitOpenings" > 0 THEN 1 ELSE a.capacity END - a."activeJobs" AS free
  FROM (
    SELECT "openAgentId" AS id FROM current WHERE "openAgentId" IS NOT NULL
    UNION SELECT "heldAgentId" FROM current WHERE "heldState" <> 'IN_PROGRESS' ORDER BY 1
  ) d
  CROSS JOIN LATERAL (SELECT id, paused, capacity, "activeJobs", "circuitOpenings" FROM "Agent" WHERE id = d.id FOR NO KEY UPDATE) a
),
placed AS MATERIALIZED (
  SELECT c.*, row_number() OVER (PARTITION BY c."openAgentId" ORDER BY c.n) AS place FROM current c
),
ok AS MATERIALIZED (
  SELECT p.* FROM placed p LEFT JOIN agent a ON a.id = p."openAgentId"
  WHERE p."openAgentId" IS NULL OR (p.place <= a.free AND NOT a.paused)
),
created AS (
  INSERT INTO "Job" (id, title, description, inputs, "requiredSkills", priority, status, version,
                     "autoAssign", "retryPolicy")
  SELECT "jobId", title, description, inputs,
         ARRAY(SELECT json_array_elements_text("requiredSkills")), priority, "to", 1, "autoAssign", "retryPolicy"
  FROM ok WHERE "expectedVersion" = 0
),
held AS (
  UPDATE "Assignment" s SET
    state = ok."heldState",
    "startedAt" = CASE WHEN ok."heldState" = 'IN_PROGRESS' THEN now() ELSE s."startedAt" END,
    "endedAt" = CASE WHEN ok."heldState" = 'IN_PROGRESS' THEN NULL ELSE now() END,
    "leaseExpiresAt" = CASE WHEN ok."heldState" = 'IN_PROGRESS' THEN now() + COALESCE(ok."holdMs", s."leaseMs") * interval '1 ms' END,
    "heldBy" = CASE WHEN ok."heldState" = 'IN_PROGRESS' THEN ok."heldBy" END,
    "mustEndAt" = CASE WHEN ok."heldState" = 'IN_PROGRESS' THEN now() + ok."runMs" * interval '1 ms' ELSE s."mustEndAt" END,
    "failureClass" = ok."failureClass",
    message = ok."endMessage"
  FROM ok WHERE s.id = ok."heldId"
  RETURNING s.id, EXTRACT(EPOCH FROM now() - COALESCE(s."startedAt", s."createdAt")) * 1000 AS "tookMs"
),
opened AS (
  INSERT INTO "Assignment" (id, "jobId", "agentId", attempt, state, "leaseToken", "leaseMs", "leaseExpiresAt")
  SELECT "openId", "jobId", "openAgentId", attempts + 1, 'ASSIGNED', "leaseToken", "leaseMs",
         now() + "acceptMs" * interval '1 ms'
  FROM ok WHERE "openId" IS NOT NULL
),
explained AS (
  INSERT INTO "MatchDecision" (id, "assignmentId", method, "winnerAgentId", reason, confidence, model, "promptVersion", candidates)
  SELECT "decisionId", "openId", method, "winnerAgentId", reason, confidence, model, "promptVersion", candidates
  FROM ok WHERE "openId" IS NOT NULL
),
effect AS (
  SELECT "openAgentId" AS id, 1 AS active, 0 AS completed, 0 AS failed, 0 AS "completedMs", false AS heard, NULL::float8 AS "cooldownMs" FROM ok WHERE "openId" IS NOT NULL
  UNION ALL
  SELECT "heldAgentId", -1, ("heldState" = 'COMPLETED')::int, ("heldState" IN ('FAILED', 'EXPIRED'))::int,
         CASE WHEN "heldState" = 'COMPLETED' THEN held."tookMs" ELSE 0 END,
         "heldState" IN ('COMPLETED', 'REJECTED', 'RESUBMISSION_REQUIRED') OR "failureClass" IN ('quota', 'agent_error', 'protocol'),
         "cooldownMs"
  FROM ok JOIN held ON held.id = ok."heldId" WHERE "heldState" <> 'IN_PROGRESS'
),
loaded AS (
  UPDATE "Agent" a SET
    "activeJobs" = a."activeJobs" + e.active,
    "completedJobs" = a."completedJobs" + e.completed,
    "failedJobs" = a."failedJobs" + e.failed,
    "completedMs" = a."completedMs" + e."completedMs",
    "lastSeenAt" = CASE WHEN e.heard THEN now() ELSE a."lastSeenAt" END,
    "cooldownUntil" = GREATEST(a."cooldownUntil", now() + e."cooldownMs" * interval '1 ms')
  FROM (
    SELECT id, sum(active)::int AS active, sum(completed)::int AS completed, sum(failed)::int AS failed, sum("completedMs")::bigint AS "completedMs", bool_or(heard) AS heard,
           max("cooldownMs") AS "cooldownMs"
    FROM effect GROUP BY id
  ) e
  WHERE a.id = e.id
),
moved AS (
  UPDATE "Job" j SET
    status = ok."to",
    version = j.version + 1,
    "agentId" = CASE WHEN ok."to" = 'PENDING' THEN NULL WHEN ok."openId" IS NOT NULL THEN ok."openAgentId" ELSE j."agentId" END,
    "lastAssignmentId" = COALESCE(ok."openId", j."lastAssignmentId"),
    attempts = j.attempts + (ok."openId" IS NOT NULL)::int,
    inputs = CASE WHEN ok."setInputs" THEN ok.inputs ELSE j.inputs END,
    result = CASE WHEN ok."setResult" THEN ok.result ELSE j.result END,
    "nextAttemptAt" = now() + ok."nextAttemptInMs" * interval '1 ms',
    "autoAssign" = COALESCE(ok."autoAssign", j."autoAssign"),
    "submittedAt" = CASE WHEN ok.resubmits THEN now() ELSE j."submittedAt" END,
    "updatedAt" = now()
  FROM ok WHERE j.id = ok."jobId" AND ok."expectedVersion" > 0
),
logged AS (
  INSERT INTO "JobLog" (id, "jobId", "agentId", "requestPayload", "responsePayload", status, message,
                        "jobVersion", "previousStatus", "jobStatus", "assignmentId", actor)
  SELECT "logId", "jobId", "agentId", "requestPayload", "responsePayload", "logStatus", message,
         "expectedVersion" + 1, "from", "to", COALESCE("openId", "heldId"), actor
  FROM ok ORDER BY n
)
SELECT d.n, CASE WHEN ok.n IS NOT NULL THEN 'applied' WHEN placed.n IS NOT NULL THEN 'full' ELSE 'lost' END AS outcome
FROM decision d LEFT JOIN placed ON placed.n = d.n LEFT JOIN ok ON ok.n = d.n
ORDER BY d.n`,
};

/** Claims idempotency keys; a key that somebody else has comes back not at all. Waits for a concurrent claim to end. */
export const claimKeys = `
INSERT INTO "IdempotencyKey" (scope, key, fingerprint, result)
SELECT k.scope, k.key, k.fingerprint, k.result
FROM json_to_recordset($1::json) AS k(scope text, key text, fingerprint text, result json)
ORDER BY k.scope, k.key
ON CONFLICT DO NOTHING
RETURNING scope, key`;

/** Gives back the keys of decisions that were not applied after all: their callers decide again. */
export const releaseKeys = `
DELETE FROM "IdempotencyKey" i USING json_to_recordset($1::json) AS k(scope text, key text)
WHERE i.scope = k.scope AND i.key = k.key`;
