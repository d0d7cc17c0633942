import type { CombinedError } from '@urql/core';
import { createStore } from './store.ts';

/** Whether the server knows who is asking. `unknown` until the first answer. */
export type Session = 'unknown' | 'signed-in' | 'signed-out';

export const session = createStore<Session>('unknown');

/** A request that was refused because nobody is signed in: by HTTP status or by the error's code. */
export function isUnauthenticated(error: CombinedError): boolean {
  const response: unknown = error.response;
  if (response instanceof Response && response.status === 401) return true;
  return error.graphQLErrors.some((one) => one.extensions['code'] === 'UNAUTHENTICATED');
}
