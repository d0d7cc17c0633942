import { graphql, type ResultOf } from '../../../graphql/tada.ts';

const QualityRow_Fragment = graphql(`
  fragment QualityRow_Fragment on MatchQualityRow @_unmask {
    key
    label
    agent { id }
    decisions
    completedAtFirst
    overridden
    rejected
    failed
    open
    completedAtFirstShare
    meanConfidence
  }
`);

export const Quality_Query = graphql(
  `
    query MatchQuality($input: MatchQualityInput!) {
      matchQuality(input: $input) {
        from
        to
        total { ...QualityRow_Fragment }
        rows { ...QualityRow_Fragment }
      }
    }
  `,
  [QualityRow_Fragment],
);

export type QualityRow = ResultOf<typeof QualityRow_Fragment>;
