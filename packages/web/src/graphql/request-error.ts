import { CombinedError } from '@urql/core';

/** A failed request in the operator's words: what happened, what it means, what to do. */
export interface RequestError {
  title: string;
  detail: string;
  /** The id under which the server logged it, when the server was reached. */
  requestId: string | null;
}

/** Describes a request that failed as a whole (an error that a mutation returns is data instead). */
export function describeRequestError(error: unknown): RequestError {
  if (!(error instanceof CombinedError)) {
    return {
      title: 'Something went wrong in the console',
      detail: error instanceof Error ? error.message : String(error),
      requestId: null,
    };
  }
  const requestId = requestIdOf(error);
  const refused = error.graphQLErrors[0];
  if (refused !== undefined) {
    switch (refused.extensions['code']) {
      case 'INTERNAL':
        return {
          title: 'The server ran into a fault',
          detail: 'It is logged there under the request id. Try again; if it stays, report the id.',
          requestId,
        };
      case 'UNAVAILABLE':
        return {
          title: 'The server has trouble with its database',
          detail: refused.message,
          requestId,
        };
      default:
        return { title: 'The server refused the request', detail: refused.message, requestId };
    }
  }
  return {
    title: 'The server could not be reached',
    detail: 'Check that Muster is running and that you are connected, then try again.',
    requestId,
  };
}

function requestIdOf(error: CombinedError): string | null {
  for (const one of error.graphQLErrors) {
    const id = one.extensions['requestId'];
    if (typeof id === 'string') return id;
  }
  const response: unknown = error.response;
  return response instanceof Response ? response.headers.get('x-request-id') : null;
}
