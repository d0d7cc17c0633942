import { randomBytes, randomUUID } from 'node:crypto';
import pg from 'pg';
import { closedLoop, type Round } from './closed-loop.ts';
import { agentId, jobId, jobInputs, type PendingJobs } from './jobs.ts';

/**
 * The same transition as somebody writes it by hand who wants it fast: one prepared statement, one round
 * trip, one implicit transaction a job. It keeps neither the agents' load nor a record of why this agent.
 */
const assign = `
WITH moved AS (
  UPDATE "Job" SET status = 'ASSIGNED', version = version + 1, "agentId" = $2, "lastAssignmentId" = $3,
                   attempts = attempts + 1, "updatedAt" = now()
  WHERE id = $1 AND status = 'PENDING' RETURNING id, version, attempts
), logged AS (
  INSERT INTO "JobLog" (id, "jobId", "agentId", "requestPayload", status, message, "jobVersion",
                        "previousStatus", "jobStatus", "assignmentId", actor)
  SELECT $4, id, $2, $5, 'ASSIGNED', 'Assigned by hand.', version, 'PENDING', 'ASSIGNED', $3, 'operator' FROM moved
), opened AS (
  INSERT INTO "Assignment" (id, "jobId", "agentId", attempt, state, "leaseToken", "leaseMs", "leaseExpiresAt")
  SELECT $3, id, $2, attempts, 'ASSIGNED', $6, 60000, now() + interval '1 minute' FROM moved
)
SELECT id FROM moved`;

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

export async function openRawSql(url: string, maxConnections: number): Promise<RawSql> {
  const clients = Array.from(
    { length: maxConnections },
    () => new pg.Client({ connectionString: url }),
  );
  await Promise.all(clients.map((client) => client.connect()));
  const began = Date.now().toString(36);
  let made = 0;
  // Ids that sort by time, as Muster's do: rows written together lie together in their indexes.
  const newId = () => {
    made += 1;
    return `${began}${String(made).padStart(9, '0')}${randomUUID().slice(0, 8)}`;
  };

  const assignOne = async (client: pg.Client, job: string, agent: string) => {
    const payload = { agentId: agent, inputs: jobInputs };
    const token = randomBytes(32).toString('base64url');
    const values = [job, agent, newId(), newId(), payload, token];
    const { rowCount } = await client.query({ name: 'assign', text: assign, values });
    if (rowCount !== 1) throw new Error(`The raw statement did not assign ${job}.`);
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
