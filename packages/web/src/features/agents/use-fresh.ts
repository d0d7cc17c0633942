import { useCallback, useEffect, useRef } from 'react';
import { type JobChange, useJobChanges, useLiveRefresh } from '../../graphql/live-feed.ts';

/** What no event announces (when an agent was last seen, that it fell silent) is looked up this often. */
const pollMs = 15_000;
/** A stream of changes leads to one look in this time. */
const throttleMs = 1_500;

/**
 * Reads agents again when jobs of theirs change, when live changes may have been missed, and now and then while the
 * page is in view.
 */
export function useFresh(look: () => void, concerns: (change: JobChange) => boolean): void {
  const latest = useRef(look);
  useEffect(() => {
    latest.current = look;
  });
  const timer = useRef<ReturnType<typeof setTimeout>>(undefined);

  const lookSoon = useCallback(() => {
    if (timer.current !== undefined) return;
    timer.current = setTimeout(() => {
      timer.current = undefined;
      latest.current();
    }, throttleMs);
  }, []);

  useJobChanges((change) => {
    if (concerns(change)) lookSoon();
  });
  useLiveRefresh(lookSoon);

  useEffect(() => {
    const poll = setInterval(() => {
      if (document.visibilityState === 'visible') latest.current();
    }, pollMs);
    return () => {
      clearInterval(poll);
      clearTimeout(timer.current);
      timer.current = undefined;
    };
  }, []);
}
