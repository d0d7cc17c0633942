import type { JobListView } from './job-list-url.ts';

/** What of a view decides which jobs belong to it, as the API takes it. */
export function jobFilterOf({ statuses, text }: Pick<JobListView, 'statuses' | 'text'>) {
  return {
    ...(statuses.length > 0 && { status: [...statuses] }),
    ...(text !== '' && { text }),
  };
}

export type JobListFilter = ReturnType<typeof jobFilterOf>;
