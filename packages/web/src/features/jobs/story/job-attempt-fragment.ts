import { graphql } from '../../../graphql/tada.ts';
import { RefusedReport_RefusedReportFragment } from './refused-report-fragment.ts';

export const JobAttempt_AssignmentFragment = graphql(
  `
    fragment JobAttempt_AssignmentFragment on Assignment {
      id
      attempt
      state
      createdAt
      endedAt
      agent { id name }
      refusedReports { createdAt ...RefusedReport_RefusedReportFragment }
    }
  `,
  [RefusedReport_RefusedReportFragment],
);
