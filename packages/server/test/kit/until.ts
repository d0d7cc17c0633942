import { setTimeout as delay } from 'node:timers/promises';

/** Asks again and again until it is so, for at most a minute: for what is announced to nobody. */
export async function until(isSo: () => Promise<boolean>): Promise<void> {
  const end = performance.now() + 60_000;
  while (!(await isSo())) {
    if (performance.now() > end) throw new Error('It did not come about within a minute.');
    await delay(100);
  }
}
