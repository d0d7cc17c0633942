import { graphql } from '../../../graphql/tada.ts';

export const StoryNow_JobFragment = graphql(`
  fragment StoryNow_JobFragment on Job {
    id
    status
    nextAttemptAt
    updatedAt
    agent { id name }
    assignment { id startedAt createdAt }
  }
`);
