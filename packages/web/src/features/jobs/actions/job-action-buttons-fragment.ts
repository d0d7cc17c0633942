import { graphql } from '../../../graphql/tada.ts';

export const JobActionButtons_JobFragment = graphql(`
  fragment JobActionButtons_JobFragment on Job {
    id
    title
    status
    inputs
    agent { id name }
  }
`);
