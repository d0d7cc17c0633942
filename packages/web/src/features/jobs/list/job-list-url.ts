import { type JobStatus, jobStatuses } from '../../../ui/job-status.ts';

export type JobSortField = 'TITLE' | 'PRIORITY' | 'UPDATED_AT' | 'CREATED_AT';

export interface JobSort {
  field: JobSortField;
  direction: 'ASC' | 'DESC';
}

/** What the address says about the list: everything a reload or a shared link must bring back. */
export interface JobListView {
  /** Empty: all of them. In the order of a job's life. */
  statuses: readonly JobStatus[];
  text: string;
  sort: JobSort;
  /** The job that is open beside the list. */
  openJobId: string | null;
  creating: boolean;
}

export const newestFirst: JobSort = { field: 'CREATED_AT', direction: 'DESC' };

const sortNames = {
  title: 'TITLE',
  priority: 'PRIORITY',
  updated: 'UPDATED_AT',
  created: 'CREATED_AT',
} as const satisfies Record<string, JobSortField>;

export function readJobListView(search: string): JobListView {
  const params = new URLSearchParams(search);
  const wanted = new Set((params.get('status') ?? '').split(','));
  return {
    statuses: jobStatuses.filter((status) => wanted.has(status)),
    text: params.get('q') ?? '',
    sort: readSort(params.get('sort')),
    openJobId: params.get('job'),
    creating: params.get('new') === 'job',
  };
}

/** The query string for a view, without `?`; what is usual is left out. */
export function writeJobListView(view: JobListView): string {
  const params: string[] = [];
  if (view.statuses.length > 0) params.push(`status=${view.statuses.join(',')}`);
  if (view.text !== '') params.push(`q=${encodeURIComponent(view.text)}`);
  const sort = writeSort(view.sort);
  if (sort !== writeSort(newestFirst)) params.push(`sort=${sort}`);
  if (view.openJobId !== null) params.push(`job=${encodeURIComponent(view.openJobId)}`);
  if (view.creating) params.push('new=job');
  return params.join('&');
}

/** `-updated` is descending, as in JSON:API. */
export function writeSort({ field, direction }: JobSort): string {
  const name = Object.entries(sortNames).find(([, value]) => value === field)?.[0] ?? 'created';
  return direction === 'DESC' ? `-${name}` : name;
}

export function readSort(text: string | null): JobSort {
  if (text === null) return newestFirst;
  const name = text.replace(/^-/, '');
  if (!isSortName(name)) return newestFirst;
  return { field: sortNames[name], direction: text.startsWith('-') ? 'DESC' : 'ASC' };
}

function isSortName(name: string): name is keyof typeof sortNames {
  return Object.hasOwn(sortNames, name);
}

/** The sort after a press on a column's header: the same column turns round. */
export function sortBy(current: JobSort, field: JobSortField): JobSort {
  if (current.field !== field) return { field, direction: field === 'TITLE' ? 'ASC' : 'DESC' };
  return { field, direction: current.direction === 'ASC' ? 'DESC' : 'ASC' };
}
