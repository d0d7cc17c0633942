import { type RefObject, useEffect, useRef, useState } from 'react';
import { useShortcut } from '../../../ui/shortcuts.ts';

interface RowCursorOptions {
  /** The rows from top to bottom. */
  readonly ids: readonly string[];
  /** Where it stands before anyone moves it. */
  readonly first: string | null;
  readonly openJobId: string | null;
  /** Shows another job where one is open. */
  readonly onMove: (jobId: string) => void;
}

interface RowCursor {
  /** The row that the keys mean; null when there is none. */
  readonly current: string | null;
  readonly setCurrent: (id: string | null, move?: 'focus') => void;
  readonly list: RefObject<HTMLDivElement | null>;
}

/** The row that the keys mean: j and k move it and the focus. */
export function useRowCursor({ ids, first, openJobId, onMove }: RowCursorOptions): RowCursor {
  const [chosen, setChosen] = useState<string | null>(null);
  const list = useRef<HTMLDivElement>(null);
  const wanted = useRef<string | null>(null);
  const current = openJobId ?? (chosen !== null && ids.includes(chosen) ? chosen : first);

  useEffect(() => {
    if (wanted.current === null) return;
    const row = list.current?.querySelector<HTMLElement>(
      `[data-job="${CSS.escape(wanted.current)}"]`,
    );
    wanted.current = null;
    row?.querySelector<HTMLElement>('[data-row-link]')?.focus({ preventScroll: true });
    row?.scrollIntoView({ block: 'nearest' });
  });

  const setCurrent = (id: string | null, move?: 'focus') => {
    setChosen(id);
    if (move === 'focus') wanted.current = id;
  };
  const step = (by: 1 | -1) => {
    const at = current === null ? -1 : ids.indexOf(current);
    const isInList = list.current?.contains(document.activeElement) ?? false;
    // The first press goes to the row that is marked already.
    const to = isInList || openJobId !== null ? at + by : Math.max(at, 0);
    const id = ids[Math.min(ids.length - 1, Math.max(0, to))];
    if (id === undefined) return;
    setCurrent(id, 'focus');
    if (openJobId !== null) onMove(id);
  };
  useShortcut('j', 'List', 'Next job', () => step(1));
  useShortcut('k', 'List', 'Previous job', () => step(-1));
  return { current, setCurrent, list };
}
