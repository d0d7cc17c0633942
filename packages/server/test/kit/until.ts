import { setTimeout as delay } from 'node:timers/promises';

/** Asks again and again until it is so, for at most 20 seconds: for what is announced to nobody. */
export async function until(isSo: () => Promise<boolean>): Promise<void> {
  const end = performance.now() + 20_000;
  while (!(await isSo())) {
    if (performance.now() > end) throw new Error('It did not come about within 20 seconds.');
    await delay(25);
  }
}
