import { expect, test } from 'vitest';
import { createRunningCalls } from '../adapters/running-calls.ts';
import type { TakenAssignment } from '../app/ports/dispatcher.ts';
import type { Leases } from '../app/ports/store.ts';
import { createDispatchWorker } from './dispatcher.ts';

const assignment = (id: string): TakenAssignment => ({
  id,
  jobId: `job of ${id}`,
  agentId: 'agent',
  attempt: 1,
  leaseToken: 'token',
  leaseExpiresAt: new Date(),
});

/** A worker with room for two, beside a table with what nobody holds. */
function workerBeside(unheld: string[] = []) {
  const calls = createRunningCalls();
  const takes: number[] = [];
  const leases: Pick<Leases, 'take' | 'giveBack'> = {
    async take(limit) {
      takes.push(limit);
      return unheld.splice(0, limit).map(assignment);
    },
    async giveBack(ids) {
      unheld.push(...ids);
    },
  };
  const begun = new Map<string, () => void>();
  const worker = createDispatchWorker({
    calls,
    leases: leases as Leases,
    holder: { server: 'this one', forMs: 3_500 },
    maxCalls: 2,
    onError: (error) => {
      throw error;
    },
  });
  const start = () =>
    worker.start(async (call, { id }) => {
      call.taken();
      await new Promise<void>((resolve) => begun.set(id, resolve));
    });
  return { worker, calls, unheld, begun, takes, start };
}

test('keeps no more places than it has room for, and none before it works', () => {
  const { worker, start, calls } = workerBeside();
  expect(worker.reserve('a')).toBeNull();
  start();
  const places = ['a', 'b', 'c'].map((id) => worker.reserve(id));
  expect(places.map((place) => place !== null)).toEqual([true, true, false]);
  places[0]?.free();
  expect(calls.count()).toBe(1);
  expect(worker.reserve('c')).not.toBeNull();
});

test('takes up what nobody holds when it starts, and the rest as calls end', async () => {
  const { worker, start, begun, unheld } = workerBeside(['a', 'b', 'c']);
  start();
  await expect.poll(() => [...begun.keys()]).toEqual(['a', 'b']);
  expect(unheld).toEqual(['c']);
  begun.get('a')?.();
  await expect.poll(() => [...begun.keys()]).toEqual(['a', 'b', 'c']);
  await worker.stop();
});

test('asks no more once nothing was left', async () => {
  const { start, begun, takes } = workerBeside(['a']);
  start();
  await expect.poll(() => begun.size).toBe(1);
  begun.get('a')?.();
  await new Promise((resolve) => setTimeout(resolve, 50));
  expect(takes).toEqual([2]);
});

test('what is committed while it stops is given back uncalled, and no call is left open', async () => {
  const { worker, start, begun, unheld, calls } = workerBeside();
  start();
  const place = worker.reserve('a');
  await worker.stop();
  place?.call(assignment('a'));
  expect(begun.size).toBe(0);
  expect(unheld).toEqual(['a']);
  await calls.idle();
  expect(worker.reserve('b')).toBeNull();
});
