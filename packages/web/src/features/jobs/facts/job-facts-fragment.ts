import { graphql } from '../../../graphql/tada.ts';

export const JobFacts_JobFragment = graphql(`
  fragment JobFacts_JobFragment on Job {
    id
    description
    inputs
    result
    requiredSkills
    status
    version
    nextAttemptAt
    createdAt
    updatedAt
    agent { id name }
    assignment { id attempt state }
  }
`);
