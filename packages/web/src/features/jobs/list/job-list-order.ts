import type { JobStatus } from '../../../ui/job-status.ts';
import type { JobListView } from './job-list-url.ts';

export interface ArrangedRows {
  /** The ids to show, in order. */
  order: readonly string[];
  /** How many rows wait above or between those shown. */
  waiting: number;
}

/**
 * Nothing moves under a reader: while one has scrolled, the rows keep their places, what was loaded
 * below is added, and what is new waits. At the top the list simply follows the server.
 */
export function arrangeRows(
  shown: readonly string[],
  latest: readonly string[],
  following: boolean,
): ArrangedRows {
  if (following || shown.length === 0) return { order: latest, waiting: 0 };
  const known = new Set(shown);
  const lastKnown = latest.findLastIndex((id) => known.has(id));
  const below = latest.slice(lastKnown + 1).filter((id) => !known.has(id));
  const waiting = latest.slice(0, lastKnown + 1).filter((id) => !known.has(id)).length;
  if (lastKnown === -1) return { order: shown, waiting: latest.length };
  return { order: below.length === 0 ? shown : [...shown, ...below], waiting };
}

export interface StatusMove {
  previousStatus: JobStatus | null;
  status: JobStatus;
}

/** Whether a change may have brought, removed or moved rows of this view, so that it is read again. */
export function mayMoveRows(
  change: StatusMove,
  view: Pick<JobListView, 'statuses' | 'sort'>,
): boolean {
  if (change.previousStatus === null) return true;
  if (view.sort.field === 'UPDATED_AT') return true;
  if (view.statuses.length === 0) return false;
  return view.statuses.includes(change.status) !== view.statuses.includes(change.previousStatus);
}
