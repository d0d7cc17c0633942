import { graphql } from '../../../graphql/tada.ts';

export const JobHeader_JobFragment = graphql(`
  fragment JobHeader_JobFragment on Job {
    id
    title
    status
    priority
    createdAt
    agent { id name }
  }
`);
