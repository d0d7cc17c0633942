import type { CombinedError } from 'urql';
import { useMutation } from 'urql';
import { graphql, type ResultOf, type VariablesOf } from '../../graphql/tada.ts';

export const RegisterAgent_Mutation = graphql(`
  mutation RegisterAgent($input: RegisterAgentInput!) {
    registerAgent(input: $input) {
      __typename
      ... on RegisterAgentSuccess { token agent { id name kind } }
      ... on ValidationFailed { message issues { path message } }
      ... on Conflict { message }
      ... on IdempotencyMismatch { message }
    }
  }
`);

export const UpdateAgent_Mutation = graphql(`
  mutation UpdateAgent($input: UpdateAgentInput!) {
    updateAgent(input: $input) {
      __typename
      ... on UpdateAgentSuccess {
        agent {
          id name description skills { name description } capacity endpoint
          instructions model inputSchema paused availability updatedAt
          tags jobTags { demands refuses } costPerJob
        }
      }
      ... on NotFound { message }
      ... on ValidationFailed { message issues { path message } }
      ... on Conflict { message }
    }
  }
`);

export const RotateAgentToken_Mutation = graphql(`
  mutation RotateAgentToken($input: RotateAgentTokenInput!) {
    rotateAgentToken(input: $input) {
      __typename
      ... on RotateAgentTokenSuccess { token agent { id } }
      ... on NotFound { message }
      ... on ValidationFailed { message issues { path message } }
    }
  }
`);

/** The request itself did not come back with an answer: the network, a refusal, or a fault of the server's. */
export interface RequestFailed {
  readonly __typename: 'RequestFailed';
  readonly error: CombinedError | undefined;
}

type RegisterAgentOutcome =
  | ResultOf<typeof RegisterAgent_Mutation>['registerAgent']
  | RequestFailed;
type UpdateAgentOutcome = ResultOf<typeof UpdateAgent_Mutation>['updateAgent'] | RequestFailed;
type Run<D, O> = (input: VariablesOfInput<D>) => Promise<O>;
type VariablesOfInput<D> = VariablesOf<D> extends { input: infer I } ? I : never;

export function useRegisterAgent(): [
  busy: boolean,
  Run<typeof RegisterAgent_Mutation, RegisterAgentOutcome>,
] {
  const [{ fetching }, execute] = useMutation(RegisterAgent_Mutation);
  return [
    fetching,
    async (input) => {
      const { data, error } = await execute({ input });
      return data?.registerAgent ?? { __typename: 'RequestFailed', error };
    },
  ];
}

export function useUpdateAgent(): [
  busy: boolean,
  Run<typeof UpdateAgent_Mutation, UpdateAgentOutcome>,
] {
  const [{ fetching }, execute] = useMutation(UpdateAgent_Mutation);
  return [
    fetching,
    async (input) => {
      const { data, error } = await execute({ input });
      return data?.updateAgent ?? { __typename: 'RequestFailed', error };
    },
  ];
}
