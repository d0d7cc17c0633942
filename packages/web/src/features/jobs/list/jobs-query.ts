import { graphql, type ResultOf } from '../../../graphql/tada.ts';
import { JobRow_JobFragment } from './job-row-fragment.ts';

export const Jobs_Query = graphql(
  `
    query Jobs($first: Int!, $after: String, $filter: JobFilter, $orderBy: JobOrder) {
      jobs(first: $first, after: $after, filter: $filter, orderBy: $orderBy) {
        totalCount
        pageInfo { hasNextPage endCursor }
        edges { cursor node { id ...JobRow_JobFragment } }
      }
    }
  `,
  [JobRow_JobFragment],
);

export type JobsPage = ResultOf<typeof Jobs_Query>['jobs'];
export type JobListRow = JobsPage['edges'][number]['node'];
