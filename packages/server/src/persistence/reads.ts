import { availabilityOf } from '@muster/domain/agent/availability.ts';
import type { Reads, StoredAgent, StoredAssignment, StoredJob } from '../app/ports/store.ts';
import type { Database, Prepared } from './database.ts';
import { gather } from './gather.ts';

const selectJobs = `
SELECT id, title, description, inputs, "requiredSkills", priority, status, version, "agentId", "lastAssignmentId"
FROM "Job"`;

const selectAgents = `
SELECT a.id, a.name, a.description, a.kind, a.endpoint, a.secret, a.instructions, a.model, a.capacity,
       a."activeJobs", a.paused, a."cooldownUntil", a."lastSeenAt", a."completedJobs", a."failedJobs",
       a."inputSchema", now() AS now,
       COALESCE((SELECT jsonb_agg(jsonb_build_object('name', s.name, 'description', s.description) ORDER BY s.position)
                 FROM "Skill" s WHERE s."agentId" = a.id), '[]') AS skills
FROM "Agent" a`;

const selectAssignments = `
SELECT id, "jobId", "agentId", attempt, state, "leaseToken", "leaseMs", "leaseExpiresAt",
       COALESCE("leaseExpiresAt" <= now(), true) AS "leaseExpired"
FROM "Assignment"`;

const byIds = (name: string, select: string): Prepared => ({
  name,
  text: `${select} WHERE id = ANY($1)`,
});

const jobsById = byIds('jobs-by-id', selectJobs);
const agentsById = byIds('agents-by-id', selectAgents);
const assignmentsById = byIds('assignments-by-id', selectAssignments);
const roster: Prepared = { name: 'roster', text: `${selectAgents} ORDER BY a.name` };

type AgentRow = Omit<StoredAgent, 'availability'> & {
  readonly cooldownUntil: Date | null;
  readonly lastSeenAt: Date | null;
  readonly now: Date;
};

const agentOf = ({ now, cooldownUntil, lastSeenAt, ...row }: AgentRow): StoredAgent => ({
  ...row,
  availability: availabilityOf({ ...row, cooldownUntil, lastSeenAt }, now),
});

/** Ids and lease tokens are our own: what does not look like one is unknown, and never reaches the database. */
export const looksLikeId = (id: string) => /^[\w-]{1,64}$/.test(id);

function shared<T>(run: () => Promise<T>): () => Promise<T> {
  let running: Promise<T> | undefined;
  return () => {
    running ??= run().finally(() => {
      running = undefined;
    });
    return running;
  };
}

/** What use cases read, straight from SQL: concurrent look-ups by id share one statement. */
export function createReads(database: Database): Reads {
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

  return {
    job: byId(jobsById, (row: StoredJob) => row),
    agent: byId(agentsById, agentOf),
    assignment: byId(assignmentsById, (row: StoredAssignment) => row),
    // Whoever asks while the roster is being read shares it: what it may miss, the commit still checks.
    agents: shared(async () => {
      const rows = await database.query<AgentRow>(roster);
      return rows.map(agentOf);
    }),
    async unclaimedAssignment(agentId) {
      const [row] = await database.query<StoredAssignment>(
        `${selectAssignments} WHERE "agentId" = $1 AND state = 'ASSIGNED' AND "leaseExpiresAt" > now() ORDER BY "createdAt", id LIMIT 1`,
        [agentId],
      );
      return row ?? null;
    },
    expiredAssignments: (limit) =>
      database.query<StoredAssignment>(
        `${selectAssignments} WHERE "leaseExpiresAt" <= now() ORDER BY "leaseExpiresAt" LIMIT $1`,
        [limit],
      ),
  };
}
