import { expect, onTestFinished, test } from 'vitest';
import { createSecrets } from '../src/adapters/secrets.ts';
import { createLeases } from '../src/persistence/leases.ts';
import { freshDatabase } from './kit/fresh-database.ts';
import { openDatabase } from './kit/open-database.ts';

const { newId } = createSecrets(Date.now);

test('a lease that ran out is still good for its agent while a server holds the call, within the time that it may run', async () => {
  const fresh = await freshDatabase();
  const database = await openDatabase(fresh);
  onTestFinished(async () => {
    await database.close();
    await fresh.remove();
  });
  const agentId = newId();
  await database.query(
    `INSERT INTO "Agent" (id, name, description, kind, capacity) VALUES ($1, 'a', '', 'HTTP', 10)`,
    [agentId],
  );
  /** Of an assignment whose lease ends, and which must end, so many seconds from now. */
  const extended = async (
    heldBy: string | null,
    leaseS: number,
    mustEndS: number | null,
    token = 'its-token',
  ) => {
    const [jobId, id] = [newId(), newId()];
    await database.query(`INSERT INTO "Job" (id, title) VALUES ($1, 'a job')`, [jobId]);
    await database.query(
      `INSERT INTO "Assignment" (id, "jobId", "agentId", attempt, state, "leaseToken", "leaseMs", "heldBy", "leaseExpiresAt", "mustEndAt")
       VALUES ($1, $2, $3, 1, 'ASSIGNED', 'its-token', 60000, $4, now() + $5::float8 * interval '1 s', now() + $6::float8 * interval '1 s')`,
      [id, jobId, agentId, heldBy, leaseS, mustEndS],
    );
    const until = await createLeases(database, newId).extend(id, token);
    return until && until.getTime() > Date.now();
  };
  expect(await extended(null, 1, null)).toBe(true);
  expect(await extended(null, -1, null)).toBeNull();
  expect(await extended('a server', -1, null)).toBe(true);
  expect(await extended('a server', -1, 10)).toBe(true);
  expect(await extended('a server', -1, -1)).toBeNull();
  expect(await extended('a server', 1, null, 'another')).toBeNull();
});
