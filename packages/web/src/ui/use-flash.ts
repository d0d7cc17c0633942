import { useEffect, useRef } from 'react';

/** Lets an element flash softly for a second when `version` changes, not when it first appears. */
export function useFlash<E extends HTMLElement>(version: number | string) {
  const element = useRef<E>(null);
  const shown = useRef(version);
  useEffect(() => {
    if (shown.current === version) return;
    shown.current = version;
    // Without an end keyframe it fades to what the element is, selected or not.
    element.current?.animate([{ backgroundColor: 'var(--m-flash)', offset: 0 }], {
      duration: 1_000,
      easing: 'ease-out',
    });
  }, [version]);
  return element;
}
