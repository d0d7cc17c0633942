import { type RefObject, useEffect, useRef } from 'react';
import { useShortcut } from '../../../ui/shortcuts.ts';
import type { JobListRow } from './jobs-query.ts';

interface RowFocus {
  rows: readonly JobListRow[];
  /** Holds the rows that are in sight. */
  container: RefObject<HTMLElement | null>;
  scrollToIndex: (index: number) => void;
  openJobId: string | null;
  /** Shows another job where one is open. */
  onMove: (jobId: string) => void;
}

/** Moves the focus along the rows with j and k, and gives it back when the open job closes. */
export function useRowFocus({ rows, container, scrollToIndex, openJobId, onMove }: RowFocus): void {
  // A row that is not in sight yet has no element: the focus waits until it is drawn.
  const wanted = useRef<string | null>(null);
  const tryFocus = () => {
    if (wanted.current === null) return;
    const link = container.current?.querySelector<HTMLElement>(
      `[data-job="${CSS.escape(wanted.current)}"] [data-row-link]`,
    );
    if (!link) return;
    wanted.current = null;
    link.focus({ preventScroll: true });
  };
  const lastOpen = useRef(openJobId);
  useEffect(() => {
    const closed = openJobId === null ? lastOpen.current : null;
    lastOpen.current = openJobId;
    if (closed !== null && document.activeElement === document.body) wanted.current = closed;
    tryFocus();
  });

  const move = (step: 1 | -1) => {
    const focused = document.activeElement?.closest<HTMLElement>('[data-job]')?.dataset['job'];
    const from = rows.findIndex((row) => row.id === (openJobId ?? focused));
    const to = from === -1 ? 0 : Math.min(rows.length - 1, Math.max(0, from + step));
    const row = rows[to];
    if (row === undefined) return;
    scrollToIndex(to);
    wanted.current = row.id;
    tryFocus();
    if (openJobId !== null) onMove(row.id);
  };
  useShortcut('j', 'List', 'Next job', () => move(1));
  useShortcut('k', 'List', 'Previous job', () => move(-1));
}
