import type { AnyVariables, OperationResult } from '@urql/core';

/** The data of a mutation's answer; throws when the request failed as a whole. */
export function answerOf<Data, Variables extends AnyVariables>(
  result: OperationResult<Data, Variables>,
): Data {
  if (result.data !== undefined && result.data !== null) return result.data;
  throw result.error ?? new Error('The server sent no answer.');
}
