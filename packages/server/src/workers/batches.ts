import type { Batches, BatchLease, HeldBatch } from '../app/ports/batches.ts';
import type { Every } from '../app/ports/clock.ts';

export interface BatchWorkOptions {
  readonly every: Every;
  /** Calls back whenever anything changed, on this server or another. */
  readonly onAnnounced: (listener: () => void) => void;
  readonly batches: Batches;
  readonly holder: { readonly server: string; readonly forMs: number };
  readonly run: (batch: HeldBatch, lease: BatchLease, signal: AbortSignal) => Promise<void>;
  readonly onError: (error: unknown, doing: string) => void;
}

/** A long one must not keep short ones waiting. */
const maxAtATime = 4;
/** Everything that happens to a job is announced; not each time is there a batch. */
const restMs = 20;

/**
 * Takes batches up as they come in, and those whose server is gone. While it works on one it extends its lease every
 * second; one that fails is left to its lease, and whoever takes it next goes on with what is still open.
 */
export function startBatches({
  every,
  onAnnounced,
  batches,
  holder,
  run,
  onError,
}: BatchWorkOptions) {
  const working = new Set<Promise<void>>();
  const stopping = new AbortController();
  let looking = false;
  let again = false;

  const work = async (batch: HeldBatch) => {
    const lease = { batchId: batch.id, ...holder };
    const lost = new AbortController();
    const stopExtending = every(1_000, () => {
      batches
        .extend(lease)
        .then((isOurs) => isOurs || lost.abort())
        .catch((error: unknown) => onError(error, `holding batch ${batch.id}`));
    });
    try {
      await run(batch, lease, AbortSignal.any([lost.signal, stopping.signal]));
      if (stopping.signal.aborted) await batches.release(batch.id, holder.server);
    } catch (error) {
      onError(error, `batch ${batch.id}`);
    } finally {
      stopExtending();
    }
  };

  const take = async () => {
    do {
      again = false;
      while (working.size < maxAtATime && !stopping.signal.aborted) {
        const batch = await batches.take(holder.server, holder.forMs);
        if (batch === null) break;
        const turn = work(batch).finally(() => {
          working.delete(turn);
          look();
        });
        working.add(turn);
      }
      await new Promise((resolve) => setTimeout(resolve, restMs));
    } while (again && !stopping.signal.aborted);
  };
  const look = () => {
    again = true;
    if (looking || stopping.signal.aborted) return;
    looking = true;
    take()
      .catch((error: unknown) => onError(error, 'taking batches'))
      .finally(() => {
        looking = false;
        if (again) look();
      });
  };
  onAnnounced(look);
  const stopLooking = every(1_000, look);
  look();

  return {
    /** What is being written is finished; the rest is another server's. */
    async stop(): Promise<void> {
      stopping.abort();
      stopLooking();
      await Promise.all(working);
    },
  };
}
