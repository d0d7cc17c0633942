import { useEffect, useMemo, useRef } from 'react';
import { coalesce } from '../../graphql/coalesce.ts';
import { useLiveRefresh } from '../../graphql/live-feed.ts';

/** While a batch runs, its rows are read again at most so often. */
const everyMs = 1_500;

/** Reads again when the batch has come along, and when changes may have been missed. */
export function useFreshItems(look: () => void, progress: number): void {
  const latest = useRef(look);
  useEffect(() => {
    latest.current = look;
  });
  const soon = useMemo(() => coalesce(() => latest.current(), everyMs), []);
  useEffect(() => soon.cancel, [soon]);
  const known = useRef(progress);
  useEffect(() => {
    if (known.current === progress) return;
    known.current = progress;
    soon.call();
  }, [progress, soon]);
  useLiveRefresh(soon.call);
}
