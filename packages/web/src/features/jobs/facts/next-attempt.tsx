import { elapsed, exactTime, timeAhead } from '../../../ui/relative-time.ts';
import { useNow } from '../../../ui/use-now.ts';

/** When the next attempt is due, counting down. */
export function NextAttempt({ at }: { readonly at: string }) {
  const nowMs = useNow('brisk');
  const atMs = Date.parse(at);
  const waitMs = atMs - nowMs;
  return (
    <time dateTime={at} title={exactTime(atMs)}>
      {waitMs > 0 ? `${timeAhead(atMs, nowMs)}, in ${elapsed(waitMs)}` : 'Due now'}
    </time>
  );
}
