import { afterFailure, type Circuit, closedCircuit } from '@muster/domain/agent/circuit.ts';
import type { Circuits } from '../app/ports/store.ts';
import type { Database } from './database.ts';

interface Row {
  readonly consecutiveFailures: number;
  readonly circuitOpenings: number;
  readonly cooldownUntil: Date | null;
  readonly kind: string;
  readonly now: Date;
}

const read = `
SELECT "consecutiveFailures", "circuitOpenings", "cooldownUntil", kind, now() AS now
FROM "Agent" WHERE id = $1 FOR NO KEY UPDATE`;

const write = `
UPDATE "Agent" SET
  "consecutiveFailures" = $2, "circuitOpenings" = $3,
  -- Not shortened: a single failure may have asked for a longer rest.
  "cooldownUntil" = GREATEST("cooldownUntil", $4::timestamptz),
  "unreachableSince" = CASE WHEN $5 THEN COALESCE("unreachableSince", now()) END
WHERE id = $1`;

/** As the commit does it (`closes` in commit-transitions.sql.ts). */
const close = `
UPDATE "Agent" SET "consecutiveFailures" = 0, "circuitOpenings" = 0, "cooldownUntil" = NULL, "unreachableSince" = NULL
WHERE id = $1 AND ("cooldownUntil" IS NULL OR "cooldownUntil" <= now())`;

const suspects = `
SELECT id, endpoint FROM "Agent"
WHERE kind = 'HTTP' AND endpoint IS NOT NULL AND NOT paused AND "activeJobs" = 0
  AND ("circuitOpenings" > 0 OR "unreachableSince" IS NOT NULL)
  AND ("cooldownUntil" IS NULL OR "cooldownUntil" <= now())
ORDER BY "cooldownUntil" NULLS FIRST LIMIT $1`;

/**
 * The columns hold what the circuit's states are told apart by: it is OPEN while the cool-down lasts, HALF_OPEN
 * after that, until something goes well.
 */
function circuitOf(row: Row): Circuit {
  const { consecutiveFailures, circuitOpenings: openedCount, cooldownUntil: until, now } = row;
  if (openedCount === 0) return { ...closedCircuit, consecutiveFailures };
  return {
    state: until !== null && until > now ? 'OPEN' : 'HALF_OPEN',
    consecutiveFailures,
    openedCount,
    until,
  };
}

/** `changed` is called after each change of a circuit. */
export function createCircuits(database: Database, changed: () => void): Circuits {
  return {
    async failed(agentId, failureClass, retryAfterMs) {
      await database.transaction(async (tx) => {
        const [row] = await tx.query<Row>(read, [agentId]);
        if (!row) return;
        const next = afterFailure(circuitOf(row), failureClass, row.now, retryAfterMs);
        const unreachable =
          row.kind === 'HTTP' && failureClass === 'unavailable' && next.openedCount > 0;
        await tx.query(write, [
          agentId,
          next.consecutiveFailures,
          next.openedCount,
          next.until,
          unreachable,
        ]);
      });
      changed();
    },
    async succeeded(agentId) {
      await database.query(close, [agentId]);
      changed();
    },
    suspects: (limit) => database.query<{ id: string; endpoint: string }>(suspects, [limit]),
  };
}
