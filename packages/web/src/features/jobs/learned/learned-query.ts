import { graphql, type ResultOf } from '../../../graphql/tada.ts';

const LearnedExamples_JobFragment = graphql(`
  fragment LearnedExamples_JobFragment on Job @_unmask {
    id
    learned {
      id
      kind
      right
      weight
      at
      undone
      undoneBy
      agent { id name }
    }
  }
`);

export const JobLearned_Query = graphql(
  `
    query JobLearned($id: ID!) {
      job(id: $id) { id ...LearnedExamples_JobFragment }
    }
  `,
  [LearnedExamples_JobFragment],
);

export const UndoLearning_Mutation = graphql(
  `
    mutation UndoLearning($input: UndoLearningInput!) {
      undoLearning(input: $input) {
        __typename
        ... on UndoLearningSuccess { job { id ...LearnedExamples_JobFragment } }
        ... on Error { message }
      }
    }
  `,
  [LearnedExamples_JobFragment],
);

export type LearnedExample = ResultOf<typeof LearnedExamples_JobFragment>['learned'][number];
