import { liveState } from '../graphql/live-feed.ts';
import { useStore } from '../graphql/store.ts';
import { clockTime } from '../ui/relative-time.ts';
import classes from './shell.module.css';

/** Whether what is shown is what is, and if not, from when it is. */
export function LiveIndicator() {
  const phase = useStore(liveState, (state) => state.phase);
  const heardAt = useStore(liveState, (state) => (state.phase === 'live' ? null : state.heardAt));
  const [word, explanation] = describe(phase, heardAt);
  return (
    <output className={classes['live']} data-phase={phase} title={explanation}>
      <span className={classes['liveDot']} aria-hidden />
      {word}
    </output>
  );
}

function describe(
  phase: 'connecting' | 'live' | 'offline',
  heardAt: number | null,
): readonly [word: string, explanation: string] {
  switch (phase) {
    case 'live':
      return ['Live', 'Changes appear as they happen'];
    case 'connecting':
      return ['Connecting', 'The live connection is being made'];
    case 'offline':
      return ['Offline', heardAt === null ? 'The server is not reached' : offlineText(heardAt)];
  }
}

/** The same in a line of its own, which nobody overlooks. */
export function OfflineBar() {
  // A first try to come back is made at once; only when it fails is there something to say.
  const offline = useStore(liveState, (state) => state.phase === 'offline' && state.attempt > 1);
  const heardAt = useStore(liveState, (state) => (state.phase === 'live' ? null : state.heardAt));
  if (!offline) return null;
  return (
    <div className={classes['offline']} role="status">
      {heardAt === null
        ? 'Offline: the server is not reached. Trying again.'
        : `${offlineText(heardAt)}. Reconnecting.`}
    </div>
  );
}

function offlineText(heardAt: number): string {
  return `Offline: showing what was known at ${clockTime(heardAt)}`;
}
