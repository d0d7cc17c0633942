import { exactTime, relativeTime, shortAge } from './relative-time.ts';
import { useNow } from './use-now.ts';

interface TimeAgoProps {
  /** ISO 8601. */
  at: string;
  /** `short` for columns (`3m`), `words` for sentences (`3 minutes ago`). */
  style?: 'short' | 'words';
}

/** When something was, relative to now; the exact time on hover. */
export function TimeAgo({ at, style = 'short' }: TimeAgoProps) {
  const nowMs = useNow();
  const thenMs = Date.parse(at);
  // The two clocks differ a little, and ours ticks slowly: what has just been is not in the future.
  const shownMs = thenMs > nowMs && thenMs - nowMs < 10_000 ? nowMs : thenMs;
  return (
    <time dateTime={at} title={exactTime(thenMs)}>
      {style === 'short' ? shortAge(shownMs, nowMs) : relativeTime(shownMs, nowMs)}
    </time>
  );
}
