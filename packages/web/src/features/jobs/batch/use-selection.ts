import { useMemo, useState } from 'react';
import type { JobListSource } from '../list/job-list-source.ts';
import {
  advanceSelection,
  nothingSelected,
  type Selection,
  type SelectionEvent,
} from './selection.ts';

/** What ticks and unticks; the same object while the list is the same, so that its rows need not be drawn again. */
export interface Ticking {
  toggle: (jobId: string) => void;
  extend: (jobId: string) => void;
  allShown: () => void;
  allMatching: () => void;
  begin: () => void;
  clear: () => void;
}

/**
 * The ticked jobs of the list. Another filter begins with none: what is acted on is what one saw being ticked, and
 * "all that match" would mean other jobs.
 */
export function useSelection(
  source: JobListSource,
  filterKey: string,
): readonly [Selection, Ticking] {
  const [state, setState] = useState({ filterKey, selection: nothingSelected });
  if (state.filterKey !== filterKey) setState({ filterKey, selection: nothingSelected });
  const selection = state.filterKey === filterKey ? state.selection : nothingSelected;

  const ticking = useMemo((): Ticking => {
    const advance = (event: SelectionEvent) =>
      setState((now) => ({ ...now, selection: advanceSelection(now.selection, event) }));
    const shown = () => source.getSnapshot().rows.map(({ id }) => id);
    return {
      toggle: (id) => advance({ type: 'toggled', id, shown: shown() }),
      extend: (id) => advance({ type: 'extended', id, shown: shown() }),
      allShown: () => advance({ type: 'all-shown', shown: shown() }),
      allMatching: () => advance({ type: 'all-matching' }),
      begin: () => advance({ type: 'begun' }),
      clear: () => advance({ type: 'cleared' }),
    };
  }, [source]);
  return [selection, ticking];
}
