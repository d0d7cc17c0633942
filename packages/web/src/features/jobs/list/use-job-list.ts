import { useEffect, useMemo, useState, useSyncExternalStore } from 'react';
import { useClient } from 'urql';
import { coalesce } from '../../../graphql/coalesce.ts';
import { useJobChanges, useLiveRefresh } from '../../../graphql/live-feed.ts';
import { mayMoveRows } from './job-list-order.ts';
import { type JobListSnapshot, JobListSource } from './job-list-source.ts';
import { type JobListView, writeJobListView } from './job-list-url.ts';

/** At most one read of the list a second, however much happens. */
const refreshEveryMs = 1_000;

export interface JobList extends JobListSnapshot {
  source: JobListSource;
  /** The rows are still those of the view before. */
  stale: boolean;
}

/** The rows of a view, live. While a new view loads, the rows of the one before stay. */
export function useJobList(view: Pick<JobListView, 'statuses' | 'text' | 'sort'>): JobList {
  const client = useClient();
  const key = writeJobListView({ ...view, openJobId: null, creating: false });
  // biome-ignore lint/correctness/useExhaustiveDependencies: the key is the view's identity.
  const source = useMemo(() => new JobListSource(client, view), [client, key]);
  const snapshot = useSyncExternalStore(source.subscribe, source.getSnapshot);
  const settled = useSettled(snapshot);

  const refresh = useMemo(() => coalesce(source.refresh, refreshEveryMs), [source]);
  useEffect(() => refresh.cancel, [refresh]);
  useJobChanges((change) => {
    if (mayMoveRows(change, view)) refresh.call();
  });
  useLiveRefresh(refresh.call);

  return { ...settled, source, stale: settled !== snapshot };
}

/** The last snapshot that had something to show. */
function useSettled(snapshot: JobListSnapshot): JobListSnapshot {
  const [settled, setSettled] = useState(snapshot);
  if (snapshot.loading || settled === snapshot) return settled;
  setSettled(snapshot);
  return snapshot;
}
