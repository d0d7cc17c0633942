import { graphql, type ResultOf } from '../../../graphql/tada.ts';

/**
 * Why the jobs of a stretch of the list wait. Apart from the list itself: for a hundred pending jobs it takes the server
 * many times as long as their rows do, and only those in sight are looked at.
 */
export const WaitingRows_Query = graphql(`
  query WaitingRows($first: Int!, $after: String, $filter: JobFilter, $orderBy: JobOrder) {
    jobs(first: $first, after: $after, filter: $filter, orderBy: $orderBy) {
      edges { node { id version waiting { reason message position estimatedWaitMs } } }
    }
  }
`);

export type WaitingRow = ResultOf<typeof WaitingRows_Query>['jobs']['edges'][number]['node'];
