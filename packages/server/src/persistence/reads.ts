import { type AgentPresence, availabilityOf } from '@muster/domain/agent/availability.ts';
import type {
  QueueEntry,
  Reads,
  StoredAgent,
  StoredAssignment,
  StoredJob,
  WaitingJob,
} from '../app/ports/store.ts';
import type { Database, Prepared } from './database.ts';
import { gather } from './gather.ts';
import { shareRoster } from './roster.ts';

/** Attempts of this submission that brought no result; a job at its first attempt has none to look for. */
const endedAttempts = `
CASE WHEN j.attempts = 0 THEN '[]'::json ELSE COALESCE((
  SELECT json_agg(json_build_object('agentId', s."agentId", 'failureClass', s."failureClass") ORDER BY s.attempt)
  FROM "Assignment" s
  WHERE s."jobId" = j.id AND s."endedAt" IS NOT NULL AND s.state <> 'COMPLETED' AND s."createdAt" >= j."submittedAt"
), '[]') END AS "endedAttempts"`;

const jobColumns = `
j.id, j.title, j.description, j.inputs, j."requiredSkills", j.tags,
json_build_object('demands', j."agentTagsDemanded", 'refuses', j."agentTagsRefused") AS "agentTags", j.priority, j.status, j.version, j."agentId",
j."lastAssignmentId", j."autoAssign", j.attention, j."consideredWith", j."retryPolicy", j."createdAt", j."submittedAt", j."nextAttemptAt", now() AS now, ${endedAttempts}`;

const selectJobs = `SELECT ${jobColumns} FROM "Job" j`;

/** What is to be matched without being asked, and retries that are due. */
const waits = `
j.status = 'PENDING' AND (j."autoAssign" OR j."nextAttemptAt" IS NOT NULL)
AND (j."nextAttemptAt" IS NULL OR j."nextAttemptAt" <= now())`;
const inOrder = 'ORDER BY j.priority DESC, j."createdAt", j.id';

/** Without the jobs' texts: of ten thousand that wait, most are only passed by. */
const queue: Prepared = {
  name: 'queue',
  text: `
SELECT j.id, j.version, j.priority, j."createdAt", j."consideredWith", now() AS now FROM "Job" j
WHERE ${waits}
  AND ($1::int IS NULL OR j.priority < $1 OR (j.priority = $1 AND (j."createdAt", j.id) > ($2::timestamptz, $3::text)))
${inOrder} LIMIT $4`,
};

const waitingJobs: Prepared = {
  name: 'waiting-jobs',
  text: `
SELECT ${jobColumns}, CASE WHEN j.attention IS NOT NULL THEN l.message END AS "lastMatchingFailure"
FROM "Job" j
JOIN "JobLog" l ON l."jobId" = j.id AND l."jobVersion" = j.version
WHERE j.id = ANY($1) AND ${waits}
${inOrder}`,
};

const selectAgents = `
SELECT a.id, a.name, a.description, a.kind, a.endpoint, a.secret, a.instructions, a.model, a.capacity,
       a."activeJobs", a.paused, a."cooldownUntil", a."unreachableSince", a."circuitOpenings",
       a."createdAt" AS "registeredAt", a."updatedAt", a."lastSeenAt", a."completedJobs", a."failedJobs",
       a."completedMs"::float8 / NULLIF(a."completedJobs", 0) AS "meanDurationMs",
       a.tags, json_build_object('demands', a."jobTagsDemanded", 'refuses', a."jobTagsRefused") AS "jobTags",
       a."costPerJob", a."inputSchema", now() AS now,
       COALESCE((SELECT json_agg(json_build_object('name', s.name, 'description', s.description) ORDER BY s.position)
                 FROM "Skill" s WHERE s."agentId" = a.id), '[]') AS skills
FROM "Agent" a`;

const selectAssignments = `
SELECT id, "jobId", "agentId", attempt, state, "leaseToken", "leaseMs", "leaseExpiresAt", "heldBy",
       COALESCE("leaseExpiresAt" <= now(), true) AS "leaseExpired"
FROM "Assignment"`;

const byIds = (name: string, select: string): Prepared => ({
  name,
  text: `${select} WHERE id = ANY($1)`,
});

const jobsById = byIds('jobs-by-id', selectJobs);
const agentsById = byIds('agents-by-id', selectAgents);
const assignmentsById = byIds('assignments-by-id', selectAssignments);
const selectRoster: Prepared = { name: 'roster', text: `${selectAgents} ORDER BY a.name` };

type AgentRow = Omit<StoredAgent, 'availability'> &
  Omit<AgentPresence, keyof StoredAgent> & { readonly circuitOpenings: number; readonly now: Date };

function agentOf(row: AgentRow): StoredAgent {
  const { now, unreachableSince, circuitOpenings, registeredAt, ...agent } = row;
  // As the commit has it: an agent whose circuit opened gets one job at a time until it succeeds.
  const capacity = circuitOpenings > 0 ? 1 : agent.capacity;
  const presence = { ...agent, capacity, unreachableSince, registeredAt };
  return { ...agent, capacity, availability: availabilityOf(presence, now) };
}

/** Ids and lease tokens are our own: what does not look like one is unknown, and never reaches the database. */
export const looksLikeId = (id: string) => /^[\w-]{1,64}$/.test(id);

/**
 * What use cases read, straight from SQL: concurrent look-ups by id share one statement.
 * `forgetAgents` is to be called when this server has changed something about an agent but its load.
 */
export function createReads(database: Database): Reads & { forgetAgents(): void } {
  const byId = <Row extends { readonly id: string }, Value>(
    statement: Prepared,
    toValue: (row: Row) => Value,
  ) =>
    gather(
      async (ids: readonly string[]) => {
        const rows = await database.query<Row>(statement, [[...new Set(ids.filter(looksLikeId))]]);
        const known = new Map(rows.map((row) => [row.id, toValue(row)]));
        return ids.map((id) => known.get(id) ?? null);
      },
      // Few and full: a statement for one id costs almost as much as one for fifty.
      { maxItems: 500, maxInFlight: 2 },
    );

  const roster = shareRoster(async () =>
    (await database.query<AgentRow>(selectRoster)).map(agentOf),
  );
  return {
    agents: roster.now,
    agentsLately: roster.lately,
    forgetAgents: roster.forget,
    job: byId(jobsById, (row: StoredJob) => row),
    agent: byId(agentsById, agentOf),
    assignment: byId(assignmentsById, (row: StoredAssignment) => row),
    unclaimedAssignments: (agentId, limit) =>
      database.query<StoredAssignment>(
        `${selectAssignments} WHERE "agentId" = $1 AND state = 'ASSIGNED' AND "leaseExpiresAt" > now() ORDER BY "createdAt", id LIMIT $2`,
        [agentId, limit],
      ),
    async lastMatchingFailure(jobId) {
      const [row] = await database.query<{ message: string | null }>(
        `SELECT l.message FROM "Job" j JOIN "JobLog" l ON l."jobId" = j.id AND l."jobVersion" = j.version
         WHERE j.id = $1 AND j.attention IS NOT NULL`,
        [jobId],
      );
      return row?.message ?? null;
    },
    queue: (after, limit) =>
      database.query<QueueEntry>(queue, [
        after?.priority ?? null,
        after?.createdAt ?? null,
        after?.id ?? null,
        limit,
      ]),
    unmatchedJobs: (knows, limit) =>
      database.query<StoredJob>(
        `${selectJobs} WHERE j.attention = 'NO_AGENT' AND NOT (${waits}) AND j."consideredWith" IS DISTINCT FROM $1
         ORDER BY j."createdAt" LIMIT $2`,
        [knows, limit],
      ),
    waitingJobs: (ids) => database.query<WaitingJob>(waitingJobs, [ids]),
    expiredAssignments: (limit) =>
      database.query<StoredAssignment>(
        `${selectAssignments} s WHERE "leaseExpiresAt" <= now()
           -- An agent that nobody has called yet is not late.
           AND NOT (state = 'ASSIGNED' AND "heldBy" IS NULL AND EXISTS (SELECT FROM "Agent" a WHERE a.id = s."agentId" AND a.kind <> 'PULL'))
         ORDER BY "leaseExpiresAt" LIMIT $1`,
        [limit],
      ),
  };
}
