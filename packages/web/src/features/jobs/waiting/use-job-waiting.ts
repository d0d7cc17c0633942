import { useClient } from 'urql';
import { graphql } from '../../../graphql/tada.ts';
import { useFreshWaiting } from './use-fresh-waiting.ts';
import { Waiting_JobFragment } from './waiting-fragment.ts';

const JobWaiting_Query = graphql(
  `
    query JobWaiting($id: ID!) {
      job(id: $id) { id ...Waiting_JobFragment }
    }
  `,
  [Waiting_JobFragment],
);

/** Keeps what the cache knows of a pending job's waiting up to date, for whatever on the page shows it. */
export function useJobWaiting(jobId: string, isPending: boolean): void {
  const client = useClient();
  useFreshWaiting(() => {
    client
      .query(JobWaiting_Query, { id: jobId }, { requestPolicy: 'network-only' })
      .toPromise()
      .catch(() => {
        // What is shown stays; the next look follows by itself.
      });
  }, isPending);
}
