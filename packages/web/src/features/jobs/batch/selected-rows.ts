import { readFragment } from '../../../graphql/tada.ts';
import type { JobStatus } from '../../../ui/job-status.ts';
import type { JobListSnapshot } from '../list/job-list-source.ts';
import { JobRow_JobFragment } from '../list/job-row-fragment.ts';
import { isSelected, type Selection, tickOfAll } from './selection.ts';

/** The statuses of the ticked jobs that are in the list now, each once. */
export function statusesOf(
  rows: JobListSnapshot['rows'],
  selection: Selection,
): readonly JobStatus[] {
  const jobs = rows.map((row) => readFragment(JobRow_JobFragment, row));
  const ticked = jobs.filter(({ id }) => isSelected(selection, id));
  return [...new Set(ticked.map(({ status }) => status))];
}

/** Once everything that is loaded is ticked, and there is more, one may mean all of it. */
export function offersAllMatching(
  selection: Selection,
  { rows, totalCount }: Pick<JobListSnapshot, 'rows' | 'totalCount'>,
): boolean {
  const ids = rows.map(({ id }) => id);
  return (
    !selection.allMatching &&
    tickOfAll(selection, ids) === 'all' &&
    totalCount !== null &&
    totalCount > ids.length
  );
}
