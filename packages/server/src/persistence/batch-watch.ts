import type { BatchWatch } from '@muster/schema/context.ts';
import { batchesNow } from './batch-store.sql.ts';
import type { Database } from './database.ts';

/** The least time between two looks: nobody is told more often. */
const restMs = 200;

interface Row {
  readonly id: string;
  readonly state: string;
  readonly done: number;
  readonly solved: boolean;
}

interface Follower {
  readonly batchId: string;
  /** What it was told last. */
  told: string | null;
  /** What there is to tell. */
  news: Row | null;
  open: boolean;
  wake: () => void;
}

export interface BatchWatchOptions {
  /** How long it waits to be told that something changed before it looks by itself. */
  readonly pollMs: number;
  readonly onError: (error: unknown) => void;
}

/** Tells those who follow batches how they come along, with one look at all of them. */
export function createBatchWatch(
  database: Database,
  { pollMs, onError }: BatchWatchOptions,
): BatchWatch & { stop(): void } {
  const followers = new Set<Follower>();
  let timer: NodeJS.Timeout | undefined;
  let dueAt = Number.POSITIVE_INFINITY;
  let lookedAt = Number.NEGATIVE_INFINITY;
  let looking = false;
  let again = false;

  const schedule = (atMs: number) => {
    if (atMs >= dueAt) return;
    dueAt = atMs;
    clearTimeout(timer);
    timer = setTimeout(look, Math.max(0, atMs - performance.now()));
  };
  /** As soon as may be: in the middle of a look, after it. */
  const soon = () => {
    if (followers.size === 0) return;
    if (looking) again = true;
    else schedule(lookedAt + restMs);
  };

  const look = async () => {
    dueAt = Number.POSITIVE_INFINITY;
    lookedAt = performance.now();
    looking = true;
    again = false;
    try {
      const ids = [...new Set([...followers].map(({ batchId }) => batchId))];
      const rows = await database.query<Row>(batchesNow, [ids]);
      const byId = new Map(rows.map((row) => [row.id, row]));
      for (const follower of followers) tell(follower, byId.get(follower.batchId));
    } catch (error) {
      onError(error);
    } finally {
      looking = false;
      if (followers.size > 0) schedule(again ? lookedAt + restMs : lookedAt + pollMs);
    }
  };

  database.onAnnounced(soon);

  return {
    follow(batchId) {
      const follower: Follower = { batchId, told: null, news: null, open: true, wake: () => {} };
      followers.add(follower);
      soon();
      const end = () => {
        follower.open = false;
        followers.delete(follower);
        follower.wake();
      };
      const events = tellings(follower, end);
      const iterator: AsyncIterableIterator<{ readonly batchId: string }> = {
        next: () => events.next(),
        // A generator cannot be returned while it waits: end the wait first.
        return: async () => {
          end();
          return events.return(undefined);
        },
        [Symbol.asyncIterator]: () => iterator,
      };
      return iterator;
    },
    stop() {
      clearTimeout(timer);
      for (const follower of [...followers]) {
        follower.open = false;
        followers.delete(follower);
        follower.wake();
      }
    },
  };
}

function tell(follower: Follower, row: Row | undefined): void {
  if (row === undefined) return;
  const says = JSON.stringify(row);
  if (says === follower.told) return;
  follower.told = says;
  follower.news = row;
  follower.wake();
}

/** What is new each time the client asks: one that is slow is told less often, and of the end always. */
async function* tellings(
  follower: Follower,
  end: () => void,
): AsyncGenerator<{ readonly batchId: string }, undefined> {
  try {
    while (follower.open) {
      const { news } = follower;
      if (news === null) {
        await new Promise<void>((resolve) => {
          follower.wake = resolve;
        });
        continue;
      }
      follower.news = null;
      yield { batchId: follower.batchId };
      if (news.state !== 'RUNNING') return;
    }
  } finally {
    end();
  }
}
