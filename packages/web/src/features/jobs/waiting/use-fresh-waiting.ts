import { useEffect, useMemo, useRef } from 'react';
import { coalesce } from '../../../graphql/coalesce.ts';
import { useJobChanges, useLiveRefresh } from '../../../graphql/live-feed.ts';

/** A place in the queue moves with the jobs ahead; many changes at once lead to one look. */
const lookEveryMs = 1_500;
/** What no event announces: an agent that cools down, is paused or falls silent, and the estimate itself. */
const pollMs = 5_000;

/**
 * Looks again why jobs wait: when anything happens to any job, and every few seconds while the page is in view. Only
 * while `isWaiting`.
 */
export function useFreshWaiting(look: () => void, isWaiting: boolean): void {
  const latest = useRef(look);
  useEffect(() => {
    latest.current = look;
  });
  const soon = useMemo(() => coalesce(() => latest.current(), lookEveryMs), []);
  useEffect(() => soon.cancel, [soon]);
  useJobChanges(() => {
    if (isWaiting) soon.call();
  });
  useLiveRefresh(() => {
    if (isWaiting) soon.call();
  });
  useEffect(() => {
    if (!isWaiting) return;
    const poll = setInterval(() => {
      if (document.visibilityState === 'visible') soon.call();
    }, pollMs);
    return () => clearInterval(poll);
  }, [isWaiting, soon]);
}
