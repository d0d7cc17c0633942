import { expect, test } from 'vitest';
import { createExpireLeases } from './expire-leases.ts';
import type { Reads, StoredAssignment } from './ports/store.ts';

const open = (id: string, heldBy: string | null): StoredAssignment => ({
  id,
  jobId: 'job',
  agentId: 'agent',
  attempt: 1,
  state: 'ASSIGNED',
  leaseToken: 'token',
  leaseMs: 60_000,
  leaseExpiresAt: new Date(),
  leaseExpired: true,
  heldBy,
});

function sweepBeside(expired: readonly StoredAssignment[]) {
  let at = 0;
  let away = false;
  const ended: string[] = [];
  const sweep = createExpireLeases({
    reads: {
      async expiredAssignments() {
        if (away) throw new Error('The database is away.');
        return expired;
      },
    } as Partial<Reads> as Reads,
    settle: async ({ assignmentId }) => {
      ended.push(assignmentId);
      return { ok: true, value: { assignmentId } };
    },
    elapsed: () => at,
    awayMs: 2_500,
    graceMs: 7_000,
  });
  /** What a sweep so many milliseconds later ends. */
  const after = async (ms: number, isAway = false) => {
    at += ms;
    away = isAway;
    ended.length = 0;
    await sweep().catch(() => {});
    return [...ended];
  };
  return after;
}

const held = open('held', 'a server');
const silent = open('silent', null);

test('ends what agents and servers were silent about', async () => {
  const after = sweepBeside([held, silent]);
  expect(await after(1_000)).toEqual(['held', 'silent']);
  expect(await after(1_000)).toEqual(['held', 'silent']);
});

test('after the database was away, servers have time to say that they are still there', async () => {
  const after = sweepBeside([held, silent]);
  expect(await after(1_000)).toEqual(['held', 'silent']);
  for (let n = 0; n < 5; n += 1) expect(await after(1_000, true)).toEqual([]);
  expect(await after(1_000)).toEqual(['silent']);
  for (let n = 0; n < 6; n += 1) expect(await after(1_000)).toEqual(['silent']);
  expect(await after(1_000)).toEqual(['held', 'silent']);
});

test('one sweep that failed is no such time, and neither is one that came late', async () => {
  const after = sweepBeside([held]);
  await after(1_000);
  await after(1_000, true);
  expect(await after(1_000)).toEqual(['held']);
  expect(await after(5_000)).toEqual(['held']);
});
