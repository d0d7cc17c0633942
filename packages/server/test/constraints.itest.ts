import { afterAll, beforeAll, beforeEach, describe, expect, test } from 'vitest';
import type { Database } from '../src/persistence/database.ts';
import { type FreshDatabase, freshDatabase } from './kit/fresh-database.ts';
import { openDatabase } from './kit/open-database.ts';

// What the code never does, done to the database itself: the last line of defence holds by itself.

let fresh: FreshDatabase;
let database: Database;
beforeAll(async () => {
  fresh = await freshDatabase();
  database = await openDatabase(fresh);
});
afterAll(async () => {
  await database?.close();
  await fresh?.remove();
});

let made = 0;
let id = '';
/** An agent, a job that it has, and the log of it, under one id. */
beforeEach(async () => {
  made += 1;
  id = `x${made}`;
  await database.transaction(async (tx) => {
    await tx.query(
      `INSERT INTO "Agent" (id, name, description, kind, capacity, "activeJobs") VALUES ($1, $1, '', 'PULL', 1, 1)`,
      [id],
    );
    await tx.query(
      `INSERT INTO "Job" (id, title, status, version, "agentId") VALUES ($1, 't', 'ASSIGNED', 2, $1)`,
      [id],
    );
    await tx.query(
      `INSERT INTO "Assignment" (id, "jobId", "agentId", attempt, "leaseToken", "leaseMs", "leaseExpiresAt")
       VALUES ($1, $1, $1, 1, 'lease', 1000, now())`,
      [id],
    );
    await tx.query(
      `INSERT INTO "JobLog" (id, "jobId", status, "jobVersion", "jobStatus", actor) VALUES ($1, $1, 'PENDING', 1, 'PENDING', 'test')`,
      [id],
    );
  });
});

test.each([
  [
    'more jobs than an agent has capacity for',
    'Agent_load_within_capacity',
    'UPDATE "Agent" SET "activeJobs" = 2',
  ],
  ['fewer jobs than none', 'Agent_load_within_capacity', 'UPDATE "Agent" SET "activeJobs" = -1'],
  ['less capacity than work', 'Agent_', 'UPDATE "Agent" SET capacity = 0'],
  ['more capacity than there is', 'Agent_capacity_range', 'UPDATE "Agent" SET capacity = 10001'],
  [
    'a waiting job that somebody has',
    'Job_pending_has_no_agent',
    `UPDATE "Job" SET status = 'PENDING'`,
  ],
  [
    'a job at work that needs a person',
    'Job_attention_while_pending',
    `UPDATE "Job" SET attention = 'NO_AGENT'`,
  ],
  [
    'a decision for an agent that opened no assignment',
    'MatchDecision_opens_an_assignment',
    `INSERT INTO "MatchDecision" (id, "jobId", "jobVersion", method, reason, "matcherVersion", candidates)
     SELECT id, id, 2, 'SCORED', '', 'x', '[]' FROM "Job"`,
  ],
  ['an assigned job that nobody has', 'Job_held_by_an_agent', 'UPDATE "Job" SET "agentId" = NULL'],
  ['a version before the first', 'Job_version_positive', 'UPDATE "Job" SET version = 0'],
  ['a priority above 100', 'Job_priority_range', 'UPDATE "Job" SET priority = 101'],
  [
    'an open assignment without a lease',
    'Assignment_lease_while_open',
    'UPDATE "Assignment" SET "leaseExpiresAt" = NULL',
  ],
  [
    'an open assignment that ended',
    'Assignment_ended_when_closed',
    'UPDATE "Assignment" SET "endedAt" = now()',
  ],
  [
    'a lease without an open assignment',
    'Assignment_lease_while_open',
    `UPDATE "Assignment" SET state = 'COMPLETED', "endedAt" = now()`,
  ],
  [
    'a closed assignment without its end',
    'Assignment_ended_when_closed',
    `UPDATE "Assignment" SET state = 'COMPLETED', "leaseExpiresAt" = NULL`,
  ],
])('there is never %s', async (_, constraint, statement) => {
  await expect(database.query(`${statement} WHERE id = $1`, [id])).rejects.toThrow(constraint);
});

test('there are never two open assignments of one job', async () => {
  const second = `
    INSERT INTO "Assignment" (id, "jobId", "agentId", attempt, "leaseToken", "leaseMs", "leaseExpiresAt")
    VALUES ($1 || '-2', $1, $1, 2, 'lease', 1000, now())`;
  await expect(database.query(second, [id])).rejects.toThrow('Assignment_one_open_per_job_key');
  await database.query(
    `UPDATE "Assignment" SET state = 'CANCELLED', "endedAt" = now(), "leaseExpiresAt" = NULL WHERE id = $1`,
    [id],
  );
  await database.query(second, [id]);
});

test('there are never two log rows of one version of a job', async () => {
  const again = `INSERT INTO "JobLog" (id, "jobId", status, "jobVersion", "jobStatus", actor) VALUES ($1 || '-2', $1, 'PENDING', 1, 'PENDING', 'test')`;
  await expect(database.query(again, [id])).rejects.toThrow('JobLog_jobId_jobVersion_key');
});

describe('the audit log', () => {
  test.each([
    ['changed', `UPDATE "JobLog" SET message = 'Nothing happened.' WHERE id = $1`],
    ['deleted', 'DELETE FROM "JobLog" WHERE id = $1'],
  ])('is never %s', async (_, statement) => {
    await expect(database.query(statement, [id])).rejects.toThrow('JobLog is append-only');
    const [row] = await database.query<{ message: string | null }>(
      'SELECT message FROM "JobLog" WHERE id = $1',
      [id],
    );
    expect(row).toEqual({ message: null });
  });

  test('is never emptied', async () => {
    await expect(database.query('TRUNCATE "JobLog" CASCADE')).rejects.toThrow(
      'JobLog is append-only',
    );
  });

  test('keeps a job and an agent that it tells of', async () => {
    await expect(database.query('DELETE FROM "Job" WHERE id = $1', [id])).rejects.toThrow(
      'foreign key',
    );
    await expect(database.query('DELETE FROM "Agent" WHERE id = $1', [id])).rejects.toThrow(
      'foreign key',
    );
  });

  test('a transaction that failed leaves no row in it', async () => {
    const failing = database.transaction(async (tx) => {
      await tx.query(
        `INSERT INTO "JobLog" (id, "jobId", status, "jobVersion", "jobStatus", actor) VALUES ($1 || '-2', $1, 'ASSIGNED', 2, 'ASSIGNED', 'test')`,
        [id],
      );
      throw new Error('Changed its mind.');
    });
    await expect(failing).rejects.toThrow('Changed its mind.');
    const rows = await database.query('SELECT id FROM "JobLog" WHERE "jobId" = $1', [id]);
    expect(rows).toEqual([{ id }]);
  });
});
