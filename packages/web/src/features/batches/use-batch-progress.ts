import { useSubscription } from 'urql';
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

/**
 * Keeps a batch that runs up to date in the cache, wherever it is shown. With a new connection it subscribes again, and
 * the first message is how things stand then.
 */
export function useBatchProgress(batchId: string, running: boolean): void {
  const live = useStore(liveState, ({ phase }) => phase === 'live');
  useSubscription({
    query: BatchProgress_Subscription,
    variables: { batchId },
    pause: !live || !running,
  });
}
