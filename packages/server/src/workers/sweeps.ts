import type { Every } from '../app/ports/clock.ts';

export interface Sweep {
  readonly name: string;
  readonly intervalMs: number;
  readonly run: () => Promise<unknown>;
}

/** Runs each sweep again and again, never twice at a time. */
export function startSweeps(
  every: Every,
  sweeps: readonly Sweep[],
  onError: (error: unknown, doing: string) => void,
) {
  const running = new Set<Promise<unknown>>();
  const stops = sweeps.map(({ name, intervalMs, run }) => {
    let busy = false;
    return every(intervalMs, () => {
      if (busy) return;
      busy = true;
      const turn = run()
        .catch((error: unknown) => onError(error, name))
        .finally(() => {
          busy = false;
          running.delete(turn);
        });
      running.add(turn);
    });
  });
  return {
    async stop(): Promise<void> {
      for (const stop of stops) stop();
      await Promise.all(running);
    },
  };
}
