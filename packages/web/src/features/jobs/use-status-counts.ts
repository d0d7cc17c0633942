import { useEffect, useMemo } from 'react';
import { useQuery } from 'urql';
import { coalesce } from '../../graphql/coalesce.ts';
import { useJobChanges, useLiveRefresh } from '../../graphql/live-feed.ts';
import { graphql } from '../../graphql/tada.ts';
import { type JobStatus, jobStatuses, statusesThatNeedYou } from '../../ui/job-status.ts';

const StatusCounts_Query = graphql(`
  query StatusCounts {
    jobStatusCounts { status count }
  }
`);

/** How many jobs there are of each status, live; null until known. */
export function useStatusCounts(): Readonly<Record<JobStatus, number>> | null {
  const [{ data }, read] = useQuery({ query: StatusCounts_Query });
  const refresh = useMemo(
    () => coalesce(() => read({ requestPolicy: 'network-only' }), 1_000),
    [read],
  );
  useEffect(() => refresh.cancel, [refresh]);
  useJobChanges((change) => {
    if (change.previousStatus !== change.status) refresh.call();
  });
  useLiveRefresh(refresh.call);

  return useMemo(() => {
    if (data === undefined) return null;
    const counts = Object.fromEntries(jobStatuses.map((status) => [status, 0]));
    for (const { status, count } of data.jobStatusCounts) counts[status] = count;
    return counts as Record<JobStatus, number>;
  }, [data]);
}

/** How many jobs go on only when a person acts. */
export function useNeedsYouCount(): number {
  const counts = useStatusCounts();
  return counts === null ? 0 : statusesThatNeedYou.reduce((sum, one) => sum + counts[one], 0);
}
