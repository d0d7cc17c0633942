import type { Every } from '../app/ports/clock.ts';

export interface MatchmakingOptions {
  readonly every: Every;
  /** Calls back whenever anything changed, on this server or another. */
  readonly onAnnounced: (listener: () => void) => void;
  /** One round: matches what waits; answers how many jobs were assigned. */
  readonly round: () => Promise<number>;
  readonly onError: (error: unknown, doing: string) => void;
}

/** Changes come in bursts; a round looks at all of them at once. */
const restMs = 25;

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
      await round().catch((error: unknown) => onError(error, 'matching waiting jobs'));
      await new Promise((resolve) => setTimeout(resolve, restMs));
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
