import { useEffect } from 'react';
import { useQuery } from 'urql';
import { graphql, type ResultOf } from '../../graphql/tada.ts';
import { JobAttempt_AssignmentFragment } from './story/job-attempt-fragment.ts';
import { useRefreshOnChange } from './use-refresh-on-change.ts';

const JobAttempts_Query = graphql(
  `
    query JobAttempts($id: ID!, $last: Int!) {
      job(id: $id) {
        id
        assignments(last: $last) {
          edges { node { id ...JobAttempt_AssignmentFragment } }
        }
      }
    }
  `,
  [JobAttempt_AssignmentFragment],
);

/** As many as the newest page of the log can tell of. */
const newest = 50;
/** A report that is refused changes nothing, so no event tells of it. */
const pollMs = 10_000;

type Attempt = NonNullable<
  ResultOf<typeof JobAttempts_Query>['job']
>['assignments']['edges'][number]['node'];

/** A job's newest attempts by their ids, kept up to date; empty until they have come. */
export function useJobAttempts(jobId: string): ReadonlyMap<string, Attempt> {
  const [{ data }, read] = useQuery({
    query: JobAttempts_Query,
    variables: { id: jobId, last: newest },
    requestPolicy: 'cache-and-network',
  });
  const refresh = useRefreshOnChange(jobId, read);
  useEffect(() => {
    const poll = setInterval(() => {
      if (document.visibilityState === 'visible') refresh();
    }, pollMs);
    return () => clearInterval(poll);
  }, [refresh]);
  const edges = data?.job?.assignments.edges ?? [];
  return new Map(edges.map(({ node }) => [node.id, node]));
}
