import { preparePayload } from '@muster/domain/audit/fit-payload.ts';
import type { Leases, TakenAssignment } from '../app/ports/store.ts';
import type { Database, Prepared } from './database.ts';
import { gather } from './gather.ts';
import { looksLikeId } from './reads.ts';

/** Lease times are the database's: a server with a wrong clock ends no lease early or late. */
const extendLease = `
UPDATE "Assignment" SET "leaseExpiresAt" = LEAST(now() + "leaseMs" * interval '1 ms', "mustEndAt")
WHERE id = $1 AND "leaseToken" = $2 AND "leaseExpiresAt" > now()
RETURNING "leaseExpiresAt"`;

/**
 * Of several that try, one takes it: whoever comes second finds it held. One that is being taken or settled at this
 * moment is passed over, since waiting for several rows could deadlock; if it stays free, the sweep finds it.
 */
const takeAssignments: Prepared = {
  name: 'take-assignments',
  text: `
WITH free AS (
  SELECT s.id, w.server, w."forMs"
  FROM json_to_recordset($1::json) AS w(id text, server text, "forMs" int)
  CROSS JOIN LATERAL (
    SELECT id FROM "Assignment"
    WHERE id = w.id AND state = 'ASSIGNED' AND "heldBy" IS NULL AND "leaseExpiresAt" > now()
      AND EXISTS (SELECT FROM "Agent" a WHERE a.id = "agentId" AND a.kind <> 'PULL')
    FOR NO KEY UPDATE SKIP LOCKED
  ) s
)
UPDATE "Assignment" s SET "heldBy" = free.server, "leaseExpiresAt" = now() + free."forMs" * interval '1 ms'
FROM free WHERE s.id = free.id
RETURNING s.id, s."jobId", s."agentId", s.attempt, s."leaseToken", now() + s."leaseMs" * interval '1 ms' AS "leaseExpiresAt"`,
};

/**
 * A short lease for what this server holds, extended every second: if the server dies, others see it within seconds.
 * A row that is being settled at this moment is passed over, and still counts as held: waiting for it could deadlock.
 * Never shortened: the agent may have been told by a heartbeat how long its lease is, and act on it.
 */
const holdAssignments = `
WITH free AS (
  SELECT id FROM "Assignment" WHERE id = ANY($1) AND "heldBy" = $2 AND "leaseExpiresAt" > now()
  FOR NO KEY UPDATE SKIP LOCKED
), extended AS (
  UPDATE "Assignment" s SET "leaseExpiresAt" = LEAST(GREATEST(s."leaseExpiresAt", now() + $3 * interval '1 ms'), s."mustEndAt")
  FROM free WHERE s.id = free.id
)
SELECT id FROM "Assignment" WHERE id = ANY($1) AND "heldBy" = $2 AND "leaseExpiresAt" > now()`;

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

const distinct = <T extends { readonly id: string }>(items: readonly T[]): readonly T[] => [
  ...new Map(items.map((item) => [item.id, item])).values(),
];

export function createLeases(database: Database, newId: () => string): Leases {
  // One statement each cost a quarter of a job's whole life (bench/bench-life.ts).
  const take = gather<{ id: string; server: string; forMs: number }, TakenAssignment | null>(
    async (wanted) => {
      const rows = await database.query<TakenAssignment & { id: string }>(takeAssignments, [
        JSON.stringify(distinct(wanted)),
      ]);
      const taken = new Map(rows.map(({ id, ...assignment }) => [id, assignment]));
      return wanted.map(({ id }) => {
        const assignment = taken.get(id) ?? null;
        // Asked for twice, the first has it.
        taken.delete(id);
        return assignment;
      });
    },
    { maxItems: 100, maxInFlight: 2 },
  );

  return {
    take: (id, server, forMs) => take({ id, server, forMs }),
    async hold(assignmentIds, server, forMs) {
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
