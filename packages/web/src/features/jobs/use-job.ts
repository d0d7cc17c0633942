import type { CombinedError } from '@urql/core';
import { useQuery } from 'urql';
import { graphql, type ResultOf } from '../../graphql/tada.ts';
import { JobActionButtons_JobFragment } from './actions/job-action-buttons-fragment.ts';
import { WhyThisAgent_MatchDecisionFragment } from './assign/why-this-agent.tsx';
import { TopThree_JobFragment } from './decide/top-three-fragment.ts';
import { JobHeader_JobFragment } from './detail/job-header-fragment.ts';
import { JobFacts_JobFragment } from './facts/job-facts-fragment.ts';
import { StoryNow_JobFragment } from './story/story-now-fragment.ts';
import { useRefreshOnChange } from './use-refresh-on-change.ts';
import { useJobWaiting } from './waiting/use-job-waiting.ts';
import { Waiting_JobFragment } from './waiting/waiting-fragment.ts';

const Job_Query = graphql(
  `
    query Job($id: ID!) {
      job(id: $id) {
        id
        title
        status
        version
        ...JobHeader_JobFragment
        ...JobActionButtons_JobFragment
        ...JobFacts_JobFragment
        ...StoryNow_JobFragment
        ...Waiting_JobFragment
        ...TopThree_JobFragment
        decision { winner { id } ...WhyThisAgent_MatchDecisionFragment }
        assignment { id decision { winner { id } ...WhyThisAgent_MatchDecisionFragment } }
      }
    }
  `,
  [
    JobHeader_JobFragment,
    JobActionButtons_JobFragment,
    JobFacts_JobFragment,
    StoryNow_JobFragment,
    Waiting_JobFragment,
    TopThree_JobFragment,
    WhyThisAgent_MatchDecisionFragment,
  ],
);

type Found = NonNullable<ResultOf<typeof Job_Query>['job']>;
export interface LiveJob {
  /** undefined until it has come; null when there is no such job. */
  data: Found | null | undefined;
  error: CombinedError | null;
  refresh: () => void;
}

/** A job with all that its page shows, kept up to date. */
export function useJob(jobId: string): LiveJob {
  const [{ data, error }, read] = useQuery({
    query: Job_Query,
    variables: { id: jobId },
    requestPolicy: 'cache-and-network',
  });
  const refresh = useRefreshOnChange(jobId, read);
  useJobWaiting(jobId, data?.job?.status === 'PENDING');
  return { data: data?.job, error: error ?? null, refresh };
}
