import type { CombinedError } from '@urql/core';
import { useEffect, useMemo } from 'react';
import { useQuery } from 'urql';
import { coalesce } from '../../graphql/coalesce.ts';
import { useJobChanges, useLiveRefresh } from '../../graphql/live-feed.ts';
import { graphql, type ResultOf } from '../../graphql/tada.ts';
import { JobActionButtons_JobFragment } from './actions/job-action-buttons-fragment.ts';
import { WhyThisAgent_MatchDecisionFragment } from './assign/why-this-agent.tsx';
import { JobHeader_JobFragment } from './detail/job-header-fragment.ts';
import { JobFacts_JobFragment } from './facts/job-facts-fragment.ts';
import { JobLogItem_JobLogFragment } from './story/job-log-item-fragment.ts';
import { StoryNow_JobFragment } from './story/story-now-fragment.ts';

const Job_Query = graphql(
  `
    query Job($id: ID!) {
      job(id: $id) {
        id
        title
        ...JobHeader_JobFragment
        ...JobActionButtons_JobFragment
        ...JobFacts_JobFragment
        ...StoryNow_JobFragment
        assignment { id decision { ...WhyThisAgent_MatchDecisionFragment } }
      }
    }
  `,
  [
    JobHeader_JobFragment,
    JobActionButtons_JobFragment,
    JobFacts_JobFragment,
    StoryNow_JobFragment,
    WhyThisAgent_MatchDecisionFragment,
  ],
);

const JobLogs_Query = graphql(
  `
    query JobLogs($id: ID!) {
      job(id: $id) {
        id
        logs(last: 200) {
          totalCount
          edges { node { id ...JobLogItem_JobLogFragment } }
        }
      }
    }
  `,
  [JobLogItem_JobLogFragment],
);

type Found = NonNullable<ResultOf<typeof Job_Query>['job']>;
type Logs = NonNullable<ResultOf<typeof JobLogs_Query>['job']>['logs'];

export interface Live<T> {
  /** undefined until it has come; null when there is no such job. */
  data: T | null | undefined;
  error: CombinedError | null;
  refresh: () => void;
}

/** A job with all that its page shows, kept up to date. */
export function useJob(jobId: string): Live<Found> {
  const [{ data, error }, read] = useQuery({
    query: Job_Query,
    variables: { id: jobId },
    requestPolicy: 'cache-and-network',
  });
  const refresh = useRefreshOnChange(jobId, read);
  return { data: data?.job, error: error ?? null, refresh };
}

/** A job's newest 200 log entries, oldest first, kept up to date. */
export function useJobLogs(jobId: string): Live<Logs> {
  const [{ data, error }, read] = useQuery({
    query: JobLogs_Query,
    variables: { id: jobId },
    requestPolicy: 'cache-and-network',
  });
  const refresh = useRefreshOnChange(jobId, read);
  const logs = data === undefined ? undefined : (data.job?.logs ?? null);
  return { data: logs, error: error ?? null, refresh };
}

/** Reads again when this job has changed, or when a change may have been missed. */
function useRefreshOnChange(
  jobId: string,
  read: (context: { requestPolicy: 'network-only' }) => void,
): () => void {
  const refresh = useMemo(
    () => coalesce(() => read({ requestPolicy: 'network-only' }), 200, 0),
    [read],
  );
  useEffect(() => refresh.cancel, [refresh]);
  useJobChanges((change) => {
    if (change.job.id === jobId) refresh.call();
  });
  useLiveRefresh(refresh.call);
  return refresh.call;
}
