import { Client, fetchExchange, mapExchange, subscriptionExchange } from '@urql/core';
import { musterCache } from './cache.ts';
import { forwardSubscription } from './live-socket.ts';
import { isOutage, outage } from './outage.ts';
import { isUnauthenticated, session } from './session.ts';

/** Same origin, signed in by cookie. Subscriptions go through the one socket of the live feed. */
export const client = new Client({
  url: '/graphql',
  preferGetMethod: false,
  fetchOptions: { credentials: 'same-origin', headers: { accept: 'application/json' } },
  exchanges: [
    mapExchange({
      onResult(result) {
        if (result.error === undefined) {
          if (result.operation.kind !== 'subscription') session.set('signed-in');
        } else if (isUnauthenticated(result.error)) session.set('signed-out');
        else if (result.operation.kind === 'query' && isOutage(result.error)) outage.set(true);
        // A query that fails as a whole answers null, which urql hands on, against its own types.
        return result.data === null ? { ...result, data: undefined } : result;
      },
    }),
    musterCache,
    subscriptionExchange({ forwardSubscription }),
    fetchExchange,
  ],
});
