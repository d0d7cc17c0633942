import { graphql } from '../../../graphql/tada.ts';

export const JobRow_JobFragment = graphql(`
  fragment JobRow_JobFragment on Job {
    id
    title
    status
    version
    priority
    requiredSkills
    nextAttemptAt
    createdAt
    updatedAt
    agent { id name }
  }
`);
