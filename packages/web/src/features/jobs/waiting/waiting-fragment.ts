import { graphql } from '../../../graphql/tada.ts';

export const Waiting_JobFragment = graphql(`
  fragment Waiting_JobFragment on Job {
    id
    status
    attention
    nextAttemptAt
    waiting {
      reason
      message
      position
      estimatedWaitMs
      nearest {
        missing
        agent { id name availability }
      }
    }
  }
`);
