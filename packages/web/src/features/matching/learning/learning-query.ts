import { graphql, type ResultOf } from '../../../graphql/tada.ts';

const MatcherLearning_Fragment = graphql(`
  fragment MatcherLearning_Fragment on MatcherLearning @_unmask {
    matcherVersion
    examples
    agentsWithHistory
    rebuilding
    progress
    failure
    lastRebuild { at tookMs examples hit1 }
    reliability { from to decisions meanConfidence shareRight }
  }
`);

export const Learning_Query = graphql(
  `
    query MatcherLearning {
      matcherLearning { ...MatcherLearning_Fragment }
    }
  `,
  [MatcherLearning_Fragment],
);

export const RebuildMatcher_Mutation = graphql(
  `
    mutation RebuildMatcher {
      rebuildMatcher(input: {}) {
        __typename
        ... on RebuildMatcherSuccess { learning { ...MatcherLearning_Fragment } }
        ... on Error { message }
      }
    }
  `,
  [MatcherLearning_Fragment],
);

export type MatcherLearning = ResultOf<typeof MatcherLearning_Fragment>;
export type ReliabilityBin = MatcherLearning['reliability'][number];
