import type { Prepared } from './database.ts';

/** What a batch of decisions does beside moving jobs that exist. */
export interface Parts {
  /** Some jobs are new. */
  readonly creates: boolean;
  /** Some assignments are opened. */
  readonly opens: boolean;
  /** Some assignments are started or ended. */
  readonly holds: boolean;
  /** Some jobs are left to a person, by a decision that gives them to nobody. */
  readonly leaves: boolean;
}

const statements = new Map<string, Prepared>();

/**
 * Applies many decisions at once; the one statement that changes a job's status. It has only the parts that its batch
 * needs: PostgreSQL sets up each of them for every execution, and for a lone assignment that took longer than the rest.
 *
 * `$1`: JSON array of decisions (see `encode` in commit-transitions.ts). One row comes back for each,
 * saying `applied`, `lost` (the job is at another version) or `full` (the agent has no place for it now).
 *
 * Concurrency, under READ COMMITTED:
 * - Jobs are locked in id order, then assignments, then agents, so that two commits cannot deadlock. LATERAL takes
 *   the rows one by one in that order, by their keys, whatever the planner thinks of the table's size.
 * - `FOR NO KEY UPDATE` gives the newest committed row and lets foreign-key checks of others pass.
 * - Everything is decided from the locked rows (`job`, `silent`, `agent`), never from the statement's snapshot.
 * - An UPDATE finds its row through the snapshot, then re-reads the version that is locked here
 *   (EvalPlanQual), so `"activeJobs" + delta` counts from the newest value.
 */
export function commitTransitions(parts: Parts): Prepared {
  const has = Object.entries(parts).flatMap(([part, has]) => (has ? [part] : []));
  const name = ['commit', ...has].join('-');
  const statement = statements.get(name) ?? { name, text: write(parts) };
  statements.set(name, statement);
  return statement;
}

function write(parts: Parts): string {
  const { creates, opens, holds, leaves } = parts;
  return `
WITH ${[
    decision(parts),
    job,
    holds && silent,
    current(parts),
    (opens || holds) && agent(parts),
    ok(parts),
    creates && created,
    holds && held,
    opens && opened,
    (opens || leaves) && explained(parts),
    (opens || holds) && loaded(parts),
    moved(parts),
    logged(parts),
  ]
    .filter((cte) => cte !== false)
    .join(',')}
SELECT d.n, CASE WHEN ok.n IS NOT NULL THEN 'applied' WHEN current.n IS NOT NULL THEN 'full' ELSE 'lost' END AS outcome${
    opens ? told : ''
  }
FROM decision d LEFT JOIN current ON current.n = d.n LEFT JOIN ok ON ok.n = d.n${
    opens ? ' LEFT JOIN agent a ON a.id = d."openAgentId"' : ''
  }
ORDER BY d.n`;
}

const decision = ({ creates, opens, holds, leaves }: Parts) => `
decision AS (
  SELECT * FROM json_to_recordset($1::json) AS d(
    n int, "jobId" text, "expectedVersion" int, "from" "JobStatus", "to" "JobStatus", "logStatus" "JobLogStatus",
    "logId" text, actor text, message text, "agentId" text, "requestPayload" json, "responsePayload" json,
    "setInputs" boolean, inputs json, "setResult" boolean, result json, "nextAttemptInMs" float8,
    "autoAssign" boolean, "retryPolicy" json, resubmits boolean${creates ? columns.creates : ''}${opens ? columns.opens : ''}${opens || leaves ? columns.explains : ''}${
      leaves ? columns.leaves : ''
    }${holds ? columns.holds : ''})
)`;

const columns = {
  creates: `,
    title text, description text, "requiredSkills" json, tags json, "agentTags" json, priority int`,
  opens: `,
    "openId" text, "openAgentId" text, "leaseToken" text, "leaseMs" int, "acceptMs" int, pulled boolean,
    "openHeldBy" text, "openHoldMs" int, "agentAsOf" timestamptz`,
  explains: `,
    "decisionId" text, outcome "MatchOutcome", method "MatchMethod", "winnerAgentId" text, "firstAgentId" text, reason text, confidence float8, "anyFits" float8,
    model text, "promptVersion" text, usage json, "omittedCandidates" int, "policyVersion" int, "matcherVersion" text,
    candidates json`,
  leaves: `,
    attention "JobAttention", "consideredWith" text`,
  holds: `,
    "heldId" text, "heldAgentId" text, "heldState" "AssignmentState", "failureClass" text, "endMessage" text,
    "cooldownMs" float8, "onlyIfExpired" boolean, "heldBy" text, "holdMs" int, "runMs" float8`,
} as const;

const job = `
job AS MATERIALIZED (
  SELECT j.id, j.version, j.attempts
  FROM (SELECT DISTINCT "jobId" FROM decision WHERE "expectedVersion" > 0 ORDER BY 1) d
  CROSS JOIN LATERAL (SELECT id, version, attempts FROM "Job" WHERE id = d."jobId" FOR NO KEY UPDATE) j
)`;

/** A heartbeat may have come since somebody saw the lease run out: then the decision is about a past that did not happen. */
const silent = `
silent AS MATERIALIZED (
  SELECT s.id
  FROM (SELECT DISTINCT "heldId" FROM decision WHERE "onlyIfExpired" AND "jobId" IN (SELECT id FROM job) ORDER BY 1) d
  CROSS JOIN LATERAL (SELECT id, "leaseExpiresAt" FROM "Assignment" WHERE id = d."heldId" FOR NO KEY UPDATE) s
  WHERE s."leaseExpiresAt" <= now()
)`;

/**
 * Of several decisions about one job the first wins: the others were made about a version that is gone. Of an agent's decisions
 * each is to have the next of its places.
 */
const current = ({ opens, holds }: Parts) => `
current AS MATERIALIZED (
  SELECT c.*${opens ? ', row_number() OVER (PARTITION BY c."openAgentId" ORDER BY c.n) AS place' : ''} FROM (
    SELECT DISTINCT ON (d."jobId") d.*, job.attempts
    FROM decision d LEFT JOIN job ON job.id = d."jobId"
    WHERE d."expectedVersion" = COALESCE(job.version, 0)
      ${holds ? 'AND (d."onlyIfExpired" IS NOT TRUE OR d."heldId" IN (SELECT id FROM silent))' : ''}
    ORDER BY d."jobId", d.n
  ) c
)`;

/**
 * Only one job at a time for an agent whose circuit opened, until it succeeds. One that cannot be called has no free place:
 * whoever decided may have looked just before it failed.
 */
const agent = ({ opens, holds }: Parts) => `
agent AS MATERIALIZED (
  SELECT a.id, a."updatedAt", d.asked,
         CASE WHEN a.paused OR a."cooldownUntil" > now() OR a."unreachableSince" IS NOT NULL THEN 0
              WHEN a."circuitOpenings" > 0 THEN 1 - a."activeJobs"
              ELSE a.capacity - a."activeJobs" END AS free
  FROM (
    SELECT id, sum(asks) AS asked FROM (${union(
      opens && `SELECT "openAgentId" AS id, 1 AS asks FROM current WHERE "openAgentId" IS NOT NULL`,
      holds && `SELECT "heldAgentId", 0 FROM current WHERE "heldState" <> 'IN_PROGRESS'`,
    )}) u(id, asks) GROUP BY id ORDER BY id
  ) d
  CROSS JOIN LATERAL (SELECT id, paused, "cooldownUntil", "unreachableSince", "updatedAt", capacity, "activeJobs", "circuitOpenings" FROM "Agent" WHERE id = d.id FOR NO KEY UPDATE) a
)`;

const union = (...selects: readonly (string | false)[]) =>
  selects.filter((select) => select !== false).join(' UNION ALL ');

/** The places that agents have for these decisions are looked up in a hash: joined, each decision would be compared with each agent. */
const ok = ({ opens }: Parts) => `
ok AS MATERIALIZED (
  SELECT c.* FROM current c ${
    opens
      ? `
  WHERE c."openAgentId" IS NULL
     OR (c."openAgentId", c.place) IN (SELECT a.id, place FROM agent a, generate_series(1, LEAST(a.free, a.asked)) AS place)`
      : ''
  }
)`;

const created = `
created AS (
  INSERT INTO "Job" (id, title, description, inputs, "requiredSkills", tags, "agentTagsDemanded", "agentTagsRefused",
                     priority, status, version, "autoAssign", "retryPolicy")
  SELECT "jobId", title, description, inputs,
         ARRAY(SELECT json_array_elements_text("requiredSkills")), ARRAY(SELECT json_array_elements_text(tags)),
         ARRAY(SELECT json_array_elements_text("agentTags" -> 'demands')),
         ARRAY(SELECT json_array_elements_text("agentTags" -> 'refuses')),
         priority, "to", 1, "autoAssign", "retryPolicy"
  FROM ok WHERE "expectedVersion" = 0
)`;

const held = `
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
)`;

const opened = `
opened AS (
  INSERT INTO "Assignment" (id, "jobId", "agentId", attempt, state, "leaseToken", "leaseMs", "leaseExpiresAt", pulled, "heldBy")
  SELECT "openId", "jobId", "openAgentId", attempts + 1, 'ASSIGNED', "leaseToken", "leaseMs",
         now() + COALESCE("openHoldMs", "acceptMs") * interval '1 ms', pulled, "openHeldBy"
  FROM ok WHERE "openId" IS NOT NULL
)`;

const explained = ({ opens }: Parts) => `
explained AS (
  INSERT INTO "MatchDecision" (id, "jobId", "jobVersion", "assignmentId", outcome, method, "winnerAgentId", "firstAgentId", reason, confidence,
                               "anyFits", model, "promptVersion", usage, "omittedCandidates", "policyVersion", "matcherVersion", candidates)
  SELECT "decisionId", "jobId", "expectedVersion" + 1, ${opens ? '"openId"' : 'NULL'}, outcome, method, "winnerAgentId", "firstAgentId", reason, confidence,
         "anyFits", model, "promptVersion", usage, "omittedCandidates", "policyVersion", "matcherVersion", candidates
  FROM ok WHERE "decisionId" IS NOT NULL
)`;

/** What the agent of an assignment that is opened is told, and whether it is still as it was in hand. */
const told = `,
       ok.attempts + 1 AS attempt, now() + ok."leaseMs" * interval '1 ms' AS "leaseExpiresAt",
       a."updatedAt" IS DISTINCT FROM ok."agentAsOf" AS "agentChanged"`;

const opening = `
    SELECT "openAgentId" AS id, 1 AS active, 0 AS completed, 0 AS failed, 0 AS "completedMs", false AS heard, false AS well, NULL::float8 AS "cooldownMs"
    FROM ok WHERE "openId" IS NOT NULL`;

const ending = `
    SELECT "heldAgentId" AS id, -1 AS active, ("heldState" = 'COMPLETED')::int AS completed, ("heldState" IN ('FAILED', 'EXPIRED'))::int AS failed,
           CASE WHEN "heldState" = 'COMPLETED' THEN held."tookMs" ELSE 0 END AS "completedMs",
           "heldState" IN ('COMPLETED', 'REJECTED', 'RESUBMISSION_REQUIRED') OR "failureClass" IN ('quota', 'agent_error', 'protocol') AS heard,
           "heldState" IN ('COMPLETED', 'REJECTED', 'RESUBMISSION_REQUIRED') AS well,
           "cooldownMs"
    FROM ok JOIN held ON held.id = ok."heldId" WHERE "heldState" <> 'IN_PROGRESS'`;

/** What went well closes the agent's circuit, unless it still rests: then the answer is to an older question. */
const closes = `e.well AND (a."cooldownUntil" IS NULL OR a."cooldownUntil" <= now())`;

const loaded = ({ opens, holds }: Parts) => `
loaded AS (
  UPDATE "Agent" a SET
    "activeJobs" = a."activeJobs" + e.active,
    "completedJobs" = a."completedJobs" + e.completed,
    "failedJobs" = a."failedJobs" + e.failed,
    "completedMs" = a."completedMs" + e."completedMs",
    "lastSeenAt" = CASE WHEN e.heard THEN now() ELSE a."lastSeenAt" END,
    "consecutiveFailures" = CASE WHEN ${closes} THEN 0 ELSE a."consecutiveFailures" END,
    "circuitOpenings" = CASE WHEN ${closes} THEN 0 ELSE a."circuitOpenings" END,
    "unreachableSince" = CASE WHEN ${closes} THEN NULL ELSE a."unreachableSince" END,
    "cooldownUntil" = GREATEST(CASE WHEN ${closes} THEN NULL ELSE a."cooldownUntil" END, now() + e."cooldownMs" * interval '1 ms')
  FROM (
    SELECT id, sum(active)::int AS active, sum(completed)::int AS completed, sum(failed)::int AS failed,
           sum("completedMs")::bigint AS "completedMs", bool_or(heard) AS heard, bool_or(well) AS well, max("cooldownMs") AS "cooldownMs"
    FROM (${union(opens && opening, holds && ending)}) effect GROUP BY id
  ) e
  WHERE a.id = e.id
)`;

/** Whatever happens to a job, the decision that left it to a person is about a past that is over. */
const moved = ({ opens, leaves }: Parts) => `
moved AS (
  UPDATE "Job" j SET
    status = ok."to",
    version = j.version + 1,
    "agentId" = CASE WHEN ok."to" = 'PENDING' THEN NULL ${opens ? 'WHEN ok."openId" IS NOT NULL THEN ok."openAgentId"' : ''} ELSE j."agentId" END,${
      opens
        ? `
    "lastAssignmentId" = COALESCE(ok."openId", j."lastAssignmentId"),
    attempts = j.attempts + (ok."openId" IS NOT NULL)::int,`
        : ''
    }
    inputs = CASE WHEN ok."setInputs" THEN ok.inputs ELSE j.inputs END,
    result = CASE WHEN ok."setResult" THEN ok.result ELSE j.result END,
    "nextAttemptAt" = now() + ok."nextAttemptInMs" * interval '1 ms',
    "autoAssign" = COALESCE(ok."autoAssign", j."autoAssign"),
    attention = ${leaves ? 'ok.attention' : 'NULL'},
    "consideredWith" = ${leaves ? 'ok."consideredWith"' : 'NULL'},
    "retryPolicy" = COALESCE(ok."retryPolicy", j."retryPolicy"),
    "submittedAt" = CASE WHEN ok.resubmits THEN now() ELSE j."submittedAt" END,
    "updatedAt" = now()
  FROM ok WHERE j.id = ok."jobId" AND ok."expectedVersion" > 0
)`;

const logged = ({ opens, holds }: Parts) => `
logged AS (
  INSERT INTO "JobLog" (id, "jobId", "agentId", "requestPayload", "responsePayload", status, message,
                        "jobVersion", "previousStatus", "jobStatus", "assignmentId", actor)
  SELECT "logId", "jobId", "agentId", "requestPayload", "responsePayload", "logStatus", message,
         "expectedVersion" + 1, "from", "to", COALESCE(${opens ? '"openId", ' : ''}${holds ? '"heldId", ' : ''}NULL), actor
  FROM ok ORDER BY n
)`;

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
