import { expect, test } from 'vitest';
import { inSlices } from './time-slices.ts';

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
  // The watcher had its turn between slices of five steps, of a millisecond each.
  expect(seen.length).toBeGreaterThanOrEqual(3);
  for (const [n, steps] of seen.entries()) {
    if (n > 0) expect(steps - (seen[n - 1] ?? 0)).toBeLessThanOrEqual(5);
  }
});
