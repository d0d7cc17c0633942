import { useEffect } from 'react';
import { useClient, useSubscription } from 'urql';
import { liveState } from '../../graphql/live-feed.ts';
import { useStore } from '../../graphql/store.ts';
import { graphql } from '../../graphql/tada.ts';
import { BatchProgress_BatchFragment } from './batch-progress.tsx';

const BatchProgress_Subscription = graphql(
  `
    subscription BatchProgress($batchId: ID!) {
      batchProgress(batchId: $batchId) { id endedAt ...BatchProgress_BatchFragment }
    }
  `,
  [BatchProgress_BatchFragment],
);

const BatchProgress_Query = graphql(
  `
    query BatchProgressNow($batchId: ID!) {
      batch(id: $batchId) { id endedAt ...BatchProgress_BatchFragment }
    }
  `,
  [BatchProgress_BatchFragment],
);

/** Without a live connection it is asked for so often. */
const askEveryMs = 5_000;

/**
 * Keeps a batch that runs up to date in the cache, wherever it is shown. With a new connection it subscribes again, and
 * the first message is how things stand then; where there is none it asks now and then.
 */
export function useBatchProgress(batchId: string, running: boolean): void {
  const client = useClient();
  const live = useStore(liveState, ({ phase }) => phase === 'live');
  useSubscription({
    query: BatchProgress_Subscription,
    variables: { batchId },
    pause: !live || !running,
  });
  useEffect(() => {
    if (live || !running) return;
    const ask = () =>
      void client
        .query(BatchProgress_Query, { batchId }, { requestPolicy: 'network-only' })
        .toPromise();
    const timer = setInterval(ask, askEveryMs);
    return () => clearInterval(timer);
  }, [client, batchId, live, running]);
}
