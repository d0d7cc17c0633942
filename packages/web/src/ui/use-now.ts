import { useSyncExternalStore } from 'react';

/** One clock for all times on the screen, so that they change together; stopped when none is shown. */
function createClock(everyMs: number) {
  const listeners = new Set<() => void>();
  let nowMs = Date.now();
  let timer: ReturnType<typeof setInterval> | undefined;
  const tick = () => {
    nowMs = Date.now();
    for (const listener of [...listeners]) listener();
  };
  return {
    get: () => nowMs,
    subscribe(listener: () => void) {
      if (listeners.size === 0) {
        nowMs = Date.now();
        timer = setInterval(tick, everyMs);
      }
      listeners.add(listener);
      return () => {
        listeners.delete(listener);
        if (listeners.size === 0) clearInterval(timer);
      };
    },
  };
}

const calm = createClock(5_000);
const brisk = createClock(1_000);

/** The time, renewed every five seconds, or every second for what is being watched. */
export function useNow(pace: 'calm' | 'brisk' = 'calm'): number {
  const clock = pace === 'calm' ? calm : brisk;
  return useSyncExternalStore(clock.subscribe, clock.get);
}
