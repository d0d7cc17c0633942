import { graphql } from '../../../graphql/tada.ts';

export const JobFacts_JobFragment = graphql(`
  fragment JobFacts_JobFragment on Job {
    id
    description
    inputs
    result
    requiredSkills
    tags
    agentTags { demands refuses }
    status
    version
    autoAssign
    nextAttemptAt
    retryPolicy {
      maxAttempts
      initialIntervalMs
      backoffCoefficient
      maximumIntervalMs
      totalTimeoutMs
      nonRetryable
    }
    createdAt
    updatedAt
    agent { id name }
    assignment { id attempt state }
    assignments(last: 1) { totalCount }
  }
`);
