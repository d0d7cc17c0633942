import { preparePayload } from '@muster/domain/audit/fit-payload.ts';
import type { Leases } from '../app/ports/store.ts';
import type { Database } from './database.ts';
import { looksLikeId } from './reads.ts';

/** Lease times are the database's: a server with a wrong clock ends no lease early or late. */
const extendLease = `
UPDATE "Assignment" SET "leaseExpiresAt" = now() + "leaseMs" * interval '1 ms'
WHERE id = $1 AND "leaseToken" = $2 AND "leaseExpiresAt" > now()
RETURNING "leaseExpiresAt"`;

/** Written at most every five seconds: an agent that polls all the time must not rewrite its row all the time. */
const markSeen = `
UPDATE "Agent" SET "lastSeenAt" = now()
WHERE id = $1 AND ("lastSeenAt" IS NULL OR "lastSeenAt" < now() - interval '5 seconds')`;

const insertRefused = `
INSERT INTO "RefusedReport" (id, "assignmentId", outcome, payload, reason) VALUES ($1, $2, $3, $4::jsonb, $5)`;

export function createLeases(database: Database, newId: () => string): Leases {
  return {
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
