import { graphql, type ResultOf, type VariablesOf } from '../../../graphql/tada.ts';
import { MatchingPolicy_Fragment } from './policy-fragment.ts';

/** As many versions as one looks through. */
export const shownVersions = 50;

export const Policy_Query = graphql(
  `
    query MatchingPolicies($first: Int!) {
      matchingPolicy { ...MatchingPolicy_Fragment }
      defaultMatchingPolicy { ...MatchingPolicy_Fragment }
      matchingPolicies(first: $first) {
        totalCount
        edges { node { ...MatchingPolicy_Fragment } }
      }
    }
  `,
  [MatchingPolicy_Fragment],
);

export const UpdatePolicy_Mutation = graphql(
  `
    mutation UpdateMatchingPolicy($input: UpdateMatchingPolicyInput!) {
      updateMatchingPolicy(input: $input) {
        __typename
        ... on UpdateMatchingPolicySuccess { policy { ...MatchingPolicy_Fragment } }
        ... on Conflict { message }
        ... on ValidationFailed { message issues { path message } }
      }
    }
  `,
  [MatchingPolicy_Fragment],
);

export const Replay_Query = graphql(`
  query ReplayMatching($input: ReplayMatchingInput!) {
    replayMatching(input: $input) {
      decisions
      changed
      toDecision
      toNobody
      tookMs
      changes {
        outcome
        confidence
        fromScore
        toScore
        from { id name }
        to { id name }
        job { id title }
      }
    }
  }
`);

export type Replay = ResultOf<typeof Replay_Query>['replayMatching'];
export type PolicyInput = VariablesOf<typeof Replay_Query>['input']['policy'];
