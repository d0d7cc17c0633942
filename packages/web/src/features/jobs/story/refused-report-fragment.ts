import { graphql } from '../../../graphql/tada.ts';

export const RefusedReport_RefusedReportFragment = graphql(`
  fragment RefusedReport_RefusedReportFragment on RefusedReport {
    outcome
    reason
    payload
    createdAt
  }
`);
