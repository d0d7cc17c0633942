import { useEffect, useMemo } from 'react';
import { useQuery } from 'urql';
import { coalesce } from '../../graphql/coalesce.ts';
import { useJobChanges, useLiveRefresh } from '../../graphql/live-feed.ts';
import { graphql } from '../../graphql/tada.ts';
import { type JobStatus, jobStatuses, statusesThatNeedYou } from '../../ui/job-status.ts';

const StatusCounts_Query = graphql(`
  query StatusCounts {
    jobStatusCounts { status count }
    undecided: jobs(first: 1, filter: { attention: [NEEDS_DECISION, NO_AGENT] }) { totalCount }
  }
`);

interface Counts {
  readonly byStatus: Readonly<Record<JobStatus, number>>;
  /** Pending jobs that the matcher leaves to a person. */
  readonly undecided: number;
}

function useCounts(): Counts | null {
  const [{ data }, read] = useQuery({ query: StatusCounts_Query });
  const refresh = useMemo(
    () => coalesce(() => read({ requestPolicy: 'network-only' }), 1_000),
    [read],
  );
  useEffect(() => refresh.cancel, [refresh]);
  useJobChanges((change) => {
    // A pending job that is left to a person stays pending.
    if (change.previousStatus !== change.status || change.status === 'PENDING') refresh.call();
  });
  useLiveRefresh(refresh.call);

  return useMemo(() => {
    if (data === undefined) return null;
    const byStatus = Object.fromEntries(jobStatuses.map((status) => [status, 0]));
    for (const { status, count } of data.jobStatusCounts) byStatus[status] = count;
    return {
      byStatus: byStatus as Record<JobStatus, number>,
      undecided: data.undecided.totalCount,
    };
  }, [data]);
}

/** How many jobs there are of each status, live; null until known. */
export function useStatusCounts(): Readonly<Record<JobStatus, number>> | null {
  return useCounts()?.byStatus ?? null;
}

export interface NeedsYou {
  /** Pending jobs that the matcher leaves to a person. */
  readonly undecided: number;
  /** Jobs that ended badly, or wait for other inputs. */
  readonly stopped: number;
}

/** How many jobs go on only when a person acts. */
export function useNeedsYou(): NeedsYou {
  const counts = useCounts();
  if (counts === null) return { undecided: 0, stopped: 0 };
  return {
    undecided: counts.undecided,
    stopped: statusesThatNeedYou.reduce((sum, one) => sum + counts.byStatus[one], 0),
  };
}
