import { expect, test } from 'vitest';
import { commitTransitions } from './commit-transitions.sql.ts';
import { createDiskRoom, DiskFull, mayWrite } from './disk-room.ts';
import { readAllAfter } from './event-tail.sql.ts';
import { outageOf } from './outage.ts';

const MiB = 1024 * 1024;

test('writing stops before the disk is full, and goes on when there is room again', () => {
  let free = 100 * MiB;
  let now = 0;
  const room = createDiskRoom(
    '/data',
    () => free,
    () => now,
  );
  room.check();
  expect(() => room.check(true)).toThrow('needs 128');
  free = 63 * MiB;
  // It was asked a moment ago.
  room.check();
  now = 250;
  expect(() => room.check()).toThrow(DiskFull);
  expect(() => room.check()).toThrow(/\/data has 63 MiB left.*needs 64/);
  free = 64 * MiB;
  now = 500;
  room.check();
});

test('a full disk is an outage with a name', () => {
  expect(outageOf(new DiskFull('full'))).toBe('full');
});

test('what only reads needs no room', () => {
  const commit = commitTransitions({ creates: true, opens: true, holds: true, leaves: true });
  expect(mayWrite(commit.text)).toBe(true);
  expect(mayWrite('UPDATE "Agent" SET "lastSeenAt" = now()')).toBe(true);
  expect(mayWrite(readAllAfter.text)).toBe(false);
  expect(mayWrite('SELECT "updatedAt" FROM "Job"')).toBe(false);
});
