import { expect, test } from 'vitest';
import { inSlices, mapInSlices } from './time-slices.ts';

test('long work lets others have the event loop every few milliseconds', async () => {
  let now = 0;
  let steps = 0;
  function* work() {
    for (; steps < 20; steps += 1) {
      now += 1;
      yield;
    }
    return 'done';
  }
  const seen: number[] = [];
  let over = false;
  const watch = () => {
    seen.push(steps);
    if (!over) setImmediate(watch);
  };
  setImmediate(watch);
  expect(await inSlices(work(), () => now)).toBe('done');
  over = true;
  // The watcher had its turn between slices of two steps, of a millisecond each.
  expect(seen.length).toBeGreaterThanOrEqual(8);
  for (const [n, steps] of seen.entries()) {
    if (n > 0) expect(steps - (seen[n - 1] ?? 0)).toBeLessThanOrEqual(2);
  }
});

test('a list is mapped in its order, in slices', async () => {
  let now = 0;
  const squares = mapInSlices(
    [1, 2, 3, 4],
    () => now++,
    (item, n) => [n, item * item],
  );
  expect(await squares).toEqual([
    [0, 1],
    [1, 4],
    [2, 9],
    [3, 16],
  ]);
});
