import { preparePayload } from '@muster/domain/audit/fit-payload.ts';
import type { TakenAssignment } from '../app/ports/dispatcher.ts';
import type { Leases } from '../app/ports/store.ts';
import type { Database, Prepared } from './database.ts';
import { looksLikeId } from './reads.ts';

/**
 * Lease times are the database's: a server with a wrong clock ends no lease early or late. A lease that ran out while a server
 * holds the call is good until somebody has ended it, for its agent as for that server: nobody could extend it while the
 * database was away.
 */
const extendLease = `
UPDATE "Assignment" SET "leaseExpiresAt" = LEAST(now() + "leaseMs" * interval '1 ms', "mustEndAt")
WHERE id = $1 AND "leaseToken" = $2
  AND ("leaseExpiresAt" > now() OR ("heldBy" IS NOT NULL AND COALESCE("mustEndAt" > now(), true)))
RETURNING "leaseExpiresAt"`;

/**
 * What nobody has room for when it is committed waits here, oldest first, by an index of its own. Of several servers
 * that take at once each gets others: rows that are locked are passed over.
 */
const takeAssignments: Prepared = {
  name: 'take-assignments',
  text: `
WITH free AS (
  SELECT s.id FROM "Assignment" s
  WHERE s.state = 'ASSIGNED' AND s."heldBy" IS NULL AND NOT s.pulled
    AND EXISTS (SELECT FROM "Agent" a WHERE a.id = s."agentId" AND a.kind <> 'PULL')
  ORDER BY s."createdAt" LIMIT $1
  FOR NO KEY UPDATE SKIP LOCKED
)
UPDATE "Assignment" s SET "heldBy" = $2, "leaseExpiresAt" = now() + $3 * interval '1 ms'
FROM free WHERE s.id = free.id
RETURNING s.id, s."jobId", s."agentId", s.attempt, s."leaseToken", now() + s."leaseMs" * interval '1 ms' AS "leaseExpiresAt"`,
};

const giveBack = `
WITH held AS (
  SELECT id FROM "Assignment" WHERE id = ANY($1) AND "heldBy" = $2 AND state = 'ASSIGNED'
  FOR NO KEY UPDATE SKIP LOCKED
)
UPDATE "Assignment" s SET "heldBy" = NULL, "leaseExpiresAt" = now() + "leaseMs" * interval '1 ms'
FROM held WHERE s.id = held.id`;

/**
 * A short lease for what this server holds, extended every second: if the server dies, others see it within seconds.
 * One that ran out while the database was away, or this process stood still, is still held as long as nobody has ended it.
 * A row that is being settled at this moment is passed over, and still counts as held: waiting for it could deadlock.
 * Never shortened: the agent may have been told by a heartbeat how long its lease is, and act on it.
 */
const holdAssignments: Prepared = {
  name: 'hold-assignments',
  text: `
WITH free AS (
  SELECT id FROM "Assignment" WHERE id = ANY($1) AND "heldBy" = $2 AND "leaseExpiresAt" IS NOT NULL
  FOR NO KEY UPDATE SKIP LOCKED
), extended AS (
  UPDATE "Assignment" s SET "leaseExpiresAt" = LEAST(GREATEST(s."leaseExpiresAt", now() + $3 * interval '1 ms'), s."mustEndAt")
  FROM free WHERE s.id = free.id
)
SELECT id FROM "Assignment" WHERE id = ANY($1) AND "heldBy" = $2 AND "leaseExpiresAt" IS NOT NULL`,
};

/** Written at most every five seconds: an agent that polls all the time must not rewrite its row all the time. */
const markSeen = `
UPDATE "Agent" SET "lastSeenAt" = now()
WHERE id = $1 AND ("lastSeenAt" IS NULL OR "lastSeenAt" < now() - interval '5 seconds')`;

/** An agent that repeats itself for ever must not fill the disk. */
const keptReports = 50;

const insertRefused = `
INSERT INTO "RefusedReport" (id, "assignmentId", outcome, payload, reason)
SELECT $1, $2, $3, $4::json, $5
WHERE (SELECT count(*) FROM "RefusedReport" WHERE "assignmentId" = $2) < ${keptReports}`;

export function createLeases(database: Database, newId: () => string): Leases {
  return {
    take: (limit, { server, forMs }) =>
      database.query<TakenAssignment>(takeAssignments, [limit, server, forMs]),
    async giveBack(assignmentIds, { server }) {
      await database.query(giveBack, [assignmentIds, server]);
    },
    async hold(assignmentIds, { server, forMs }) {
      const rows = await database.query<{ id: string }>(holdAssignments, [
        assignmentIds,
        server,
        forMs,
      ]);
      return new Set(rows.map(({ id }) => id));
    },
    async extend(assignmentId, leaseToken) {
      if (!looksLikeId(assignmentId) || !looksLikeId(leaseToken)) return null;
      const [row] = await database.query<{ leaseExpiresAt: Date }>(extendLease, [
        assignmentId,
        leaseToken,
      ]);
      return row?.leaseExpiresAt ?? null;
    },
    async keepRefusedReport({ assignmentId, outcome, payload, reason }) {
      await database.query(insertRefused, [
        newId(),
        assignmentId,
        outcome,
        JSON.stringify(preparePayload(payload ?? null)),
        reason,
      ]);
    },
    async seen(agentId) {
      await database.query(markSeen, [agentId]);
    },
  };
}
