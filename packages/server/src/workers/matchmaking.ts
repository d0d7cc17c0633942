import type { Every } from '../app/ports/clock.ts';

export interface MatchmakingOptions {
  readonly every: Every;
  /** Calls back whenever anything changed, on this server or another. */
  readonly onAnnounced: (listener: () => void) => void;
  /** One round: matches what waits; answers how many jobs were assigned, null when another server is at it. */
  readonly round: () => Promise<number | null>;
  readonly onError: (error: unknown, doing: string) => void;
}

/** Changes come in bursts; a round looks at all of them at once. */
const restMs = 25;
/** Another server matches, and hears of the same changes. */
const restBesideMs = 100;
/** Rounds that bring nothing may take a fifth of the time. */
const restMostMs = 500;

/**
 * Matches waiting jobs as soon as something changed that may let one go: a job came in, a place became
 * free, an agent appeared. Once a second it looks by itself: retries fall due, agents recover.
 */
export function startMatchmaking({ every, onAnnounced, round, onError }: MatchmakingOptions) {
  let running: Promise<void> | undefined;
  let again = false;
  let stopped = false;

  const run = async () => {
    do {
      again = false;
      const startedAt = performance.now();
      const assigned = await round().catch((error: unknown) => {
        onError(error, 'matching waiting jobs');
        return 0;
      });
      const took = performance.now() - startedAt;
      await new Promise((resolve) => setTimeout(resolve, restAfter(assigned, took)));
    } while (again && !stopped);
    running = undefined;
  };
  const look = () => {
    if (stopped) return;
    again = true;
    running ??= run();
  };
  onAnnounced(look);
  const stopLooking = every(1_000, look);

  return {
    async stop(): Promise<void> {
      stopped = true;
      stopLooking();
      await running;
    },
  };
}

function restAfter(assigned: number | null, tookMs: number): number {
  if (assigned === null) return restBesideMs;
  return assigned > 0 ? restMs : Math.min(Math.max(restMs, 4 * tookMs), restMostMs);
}
