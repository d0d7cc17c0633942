import { createStore } from './store.ts';

/**
 * The batches that this page has begun, the newest first. A small one has ended before anyone could find it among those
 * that run; whoever began it is to see what came of it all the same.
 */
export const begunBatches = createStore<readonly string[]>([]);

export function noteBegunBatch(batchId: string): void {
  begunBatches.set([batchId, ...begunBatches.get()]);
}
