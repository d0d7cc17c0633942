import { randomBytes } from 'node:crypto';
import pg from 'pg';
import { closedLoop, type Round } from './closed-loop.ts';
import { agentId, jobId, jobInputs, type PendingJobs } from './jobs.ts';
import { keptCandidates, sortedIds } from './raw-rows.ts';

/** One assignment, with new ids for the rows that it writes. */
interface Assigning {
  readonly job: string;
  readonly agent: string;
  readonly assignment: string;
  readonly log: string;
  readonly decision: string;
  readonly payload: object;
  readonly token: string;
}

/** Returns how many jobs it moved: 1, or 0 when the job is not pending. */
export type RawAssign = (client: pg.Client, assigning: Assigning) => Promise<number>;

const moved = `
UPDATE "Job" SET status = 'ASSIGNED', version = version + 1, "agentId" = $2, "lastAssignmentId" = $3,
                 attempts = attempts + 1, "updatedAt" = now()
WHERE id = $1 AND status = 'PENDING' RETURNING id, version, attempts`;
const logColumns = `id, "jobId", "agentId", "requestPayload", status, message, "jobVersion", "previousStatus", "jobStatus", "assignmentId", actor`;
const assignmentColumns = `id, "jobId", "agentId", attempt, state, "leaseToken", "leaseMs", "leaseExpiresAt"`;

const atOnce = `
WITH moved AS (${moved}), logged AS (
  INSERT INTO "JobLog" (${logColumns})
  SELECT $4, id, $2, $5, 'ASSIGNED', 'Assigned by hand.', version, 'PENDING', 'ASSIGNED', $3, 'operator' FROM moved
), opened AS (
  INSERT INTO "Assignment" (${assignmentColumns})
  SELECT $3, id, $2, attempts, 'ASSIGNED', $6, 60000, now() + interval '1 minute' FROM moved
)
SELECT id FROM moved`;

/**
 * As somebody writes it by hand who wants it fast: one prepared statement, one round trip, one implicit transaction a job.
 * It writes three of the five rows: neither the agents' load nor a record of why this agent.
 */
export const oneStatement: RawAssign = async (client, a) => {
  const values = [a.job, a.agent, a.assignment, a.log, a.payload, a.token];
  return (await client.query({ name: 'at-once', text: atOnce, values })).rowCount ?? 0;
};

/**
 * As most write it, by hand or by a library: a transaction of five prepared statements, each for one row. The same rows as
 * Muster's, checked by the same guards.
 */
export const oneRowPerStatement: RawAssign = async (client, a) => {
  const ask = async (name: string, text: string, values: unknown[]) =>
    (await client.query({ name, text, values })).rows as { version: number }[];
  await client.query('BEGIN');
  const opened = await ask(
    'open',
    `INSERT INTO "Assignment" (${assignmentColumns})
     SELECT $1, id, $3, attempts + 1, 'ASSIGNED', $4, 60000, now() + interval '1 minute'
     FROM "Job" WHERE id = $2 AND status = 'PENDING' RETURNING id`,
    [a.assignment, a.job, a.agent, a.token],
  );
  const [job] = opened.length === 1 ? await ask('move', moved, [a.job, a.agent, a.assignment]) : [];
  if (!job) {
    await client.query('ROLLBACK');
    return 0;
  }
  await ask(
    'explain',
    `INSERT INTO "MatchDecision" (id, "jobId", "jobVersion", "assignmentId", method, "winnerAgentId", reason, "matcherVersion", candidates)
     VALUES ($1, $2, $3, $4, 'MANUAL', $5, 'Chosen by hand.', 'none', $6)`,
    [a.decision, a.job, job.version, a.assignment, a.agent, keptCandidates],
  );
  await ask(
    'log',
    `INSERT INTO "JobLog" (${logColumns}) VALUES ($1, $2, $3, $4, 'ASSIGNED', 'Assigned by hand.', $5, 'PENDING', 'ASSIGNED', $6, 'operator')`,
    [a.log, a.job, a.agent, a.payload, job.version, a.assignment],
  );
  // Last, since every other assignment of this agent waits for its row until this one is committed.
  const loaded = await ask(
    'load',
    `UPDATE "Agent" SET "activeJobs" = "activeJobs" + 1 WHERE id = $1 AND "activeJobs" < capacity RETURNING id`,
    [a.agent],
  );
  await client.query(loaded.length === 1 ? 'COMMIT' : 'ROLLBACK');
  return loaded.length;
};

export interface RawRound {
  readonly callers: number;
  /** Callers beyond this many take turns. */
  readonly connections: number;
  readonly seconds: number;
  readonly jobs: PendingJobs;
}

export interface RawSql extends AsyncDisposable {
  round(options: RawRound): Promise<Round>;
}

export async function openRawSql(
  url: string,
  maxConnections: number,
  assign: RawAssign,
): Promise<RawSql> {
  const clients = Array.from(
    { length: maxConnections },
    () => new pg.Client({ connectionString: url }),
  );
  await Promise.all(clients.map((client) => client.connect()));
  const newId = sortedIds();

  const assignOne = async (client: pg.Client, job: string, agent: string) => {
    const moved = await assign(client, {
      job,
      agent,
      assignment: newId(),
      log: newId(),
      decision: newId(),
      payload: { agentId: agent, inputs: jobInputs },
      token: randomBytes(32).toString('base64url'),
    });
    if (moved !== 1) throw new Error(`Raw SQL did not assign ${job}.`);
  };

  return {
    round({ callers, connections, seconds, jobs }) {
      const borrow = lendOut(clients.slice(0, connections));
      return closedLoop({
        callers,
        seconds,
        atMost: jobs.count,
        call: (n) => borrow((client) => assignOne(client, jobId(jobs.first + n), agentId(n))),
      });
    },
    async [Symbol.asyncDispose]() {
      await Promise.all(clients.map((client) => client.end()));
    },
  };
}

/** Lends each item to one borrower at a time; those who find none wait in line. */
function lendOut<Item>(items: readonly Item[]) {
  const free = [...items];
  const line: ((item: Item) => void)[] = [];
  return async <T>(use: (item: Item) => Promise<T>): Promise<T> => {
    const item = free.pop() ?? (await new Promise<Item>((resolve) => line.push(resolve)));
    try {
      return await use(item);
    } finally {
      const next = line.shift();
      if (next) next(item);
      else free.push(item);
    }
  };
}
