import { graphql } from '../../../graphql/tada.ts';

export const JobLogItem_JobLogFragment = graphql(`
  fragment JobLogItem_JobLogFragment on JobLog {
    id
    status
    previousStatus
    jobStatus
    message
    actor
    createdAt
    assignmentId
    requestPayload
    responsePayload
    agentId
    agent { id name }
  }
`);
