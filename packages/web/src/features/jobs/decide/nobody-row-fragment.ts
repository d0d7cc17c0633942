import { graphql } from '../../../graphql/tada.ts';

export const NobodyRow_JobFragment = graphql(`
  fragment NobodyRow_JobFragment on Job {
    id
    title
    priority
    createdAt
    requiredSkills
    tags
    waiting {
      reason
      message
      nearest {
        missing
        agent { id name availability }
      }
    }
  }
`);
