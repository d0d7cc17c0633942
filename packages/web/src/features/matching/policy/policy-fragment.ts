import { graphql, type ResultOf } from '../../../graphql/tada.ts';

export const MatchingPolicy_Fragment = graphql(`
  fragment MatchingPolicy_Fragment on MatchingPolicy @_unmask {
    version
    weights { fit load success latency cost }
    assignAbove
    modelAssignAbove
    refuseBelow
    note
    createdAt
    createdBy
  }
`);

export type MatchingPolicy = ResultOf<typeof MatchingPolicy_Fragment>;
