import { setTimeout as delay } from 'node:timers/promises';

/** Asks again and again until the answer is a value; what fails counts as "not yet". Says what it waited for when it gives up. */
export async function until<T>(
  what: string,
  withinMs: number,
  ask: () => Promise<T | false | null | undefined>,
  everyMs = 50,
): Promise<T> {
  const end = performance.now() + withinMs;
  let last: unknown;
  for (;;) {
    try {
      const answer = await ask();
      if (answer !== false && answer !== null && answer !== undefined) return answer;
      last = undefined;
    } catch (error) {
      last = error;
    }
    if (performance.now() > end) {
      const why = last instanceof Error ? ` (${last.message})` : '';
      throw new Error(`waited ${Math.round(withinMs / 1000)} s in vain: ${what}${why}`);
    }
    await delay(everyMs);
  }
}

export const seconds = (ms: number): string => `${(ms / 1000).toFixed(1)} s`;
