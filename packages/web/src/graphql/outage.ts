import type { CombinedError } from '@urql/core';
import { createStore } from './store.ts';

/** Whether a read failed for want of the server's database, and what is shown has not been read again since. */
export const outage = createStore(false);

/** The server answered that it cannot use its database now: the request itself may be right. */
export const isOutage = (error: CombinedError): boolean =>
  error.graphQLErrors.some(({ extensions }) => extensions['code'] === 'UNAVAILABLE');
