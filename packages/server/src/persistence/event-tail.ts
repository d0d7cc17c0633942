import { cursorOf, type Position, positionOf } from '@muster/domain/audit/cursor.ts';
import type { EventStream, JobEvent } from '@muster/schema/context.ts';
import type { Database, Prepared } from './database.ts';

interface Positioned {
  readonly position: Position;
  readonly event: JobEvent;
}

interface Row {
  readonly xid: string;
  readonly seq: string;
  readonly logId: string;
  readonly jobId: string;
  readonly agentId: string | null;
  readonly status: JobEvent['status'];
  readonly previousStatus: JobEvent['previousStatus'];
  readonly logStatus: JobEvent['logStatus'];
}

/** What stands in for the rows when there are none. */
interface NoRow {
  readonly xid: null;
}

/** One subscriber, and how to end its wait. */
interface Follower {
  open: boolean;
  wake: () => void;
}

export interface EventTailOptions {
  /** Looks by itself this often, in case an announcement got lost. */
  readonly pollMs: number;
  /** How many events are kept in memory; subscribers further behind read from the database. */
  readonly keep: number;
  readonly onError: (error: unknown) => void;
}

const pageSize = 500;

/**
 * Looks follow each other no sooner than this. One look for each of a lone caller's commits made each of them wait for
 * the tail: 5 ms are nothing to a subscriber, and several commits to a busy server.
 */
const restMs = 5;

/**
 * Rows in commit order, or one without a position when there are none, with whether there are committed rows that must
 * wait for an older transaction. A transaction's rows carry its id, and ids are given out before commit: a row
 * may only be read once every transaction with a lower id has ended, or one that commits late would be
 * skipped for good. `pg_snapshot_xmin` is the lowest id still open.
 */
const readAfter = (name: string, ofJob: string): Prepared => ({
  name,
  text: `
SELECT x.waiting, l.xid::text, l.seq::text, l.id AS "logId", l."jobId", l."agentId", l."jobStatus" AS status, l."previousStatus", l.status AS "logStatus"
FROM (
  SELECT m.min, COALESCE((SELECT w.xid FROM "JobLog" w ORDER BY w.xid DESC, w.seq DESC LIMIT 1) >= m.min, false) AS waiting
  FROM (SELECT (pg_snapshot_xmin(pg_current_snapshot())::text)::bigint AS min) m
) x
LEFT JOIN LATERAL (
  SELECT * FROM "JobLog" l
  WHERE (l.xid, l.seq) > ($1::bigint, $2::bigint) AND l.xid < x.min ${ofJob}
  ORDER BY l.xid, l.seq LIMIT ${pageSize}
) l ON true
ORDER BY l.xid, l.seq`,
});

const readAllAfter = readAfter('events-after', '');
/** Apart, so that its plan goes by the index of jobs. */
const readJobAfter = readAfter('events-of-job-after', 'AND l."jobId" = $3');

/** The last row that may be read now. */
const readHead: Prepared = {
  name: 'events-head',
  text: `
SELECT h.xid::text AS xid, h.seq::text AS seq, x.next::text AS next
FROM (SELECT (pg_snapshot_xmin(pg_current_snapshot())::text)::bigint AS min,
             (pg_snapshot_xmax(pg_current_snapshot())::text)::bigint AS next) x
LEFT JOIN LATERAL (
  SELECT l.xid, l.seq FROM "JobLog" l WHERE l.xid < x.min ORDER BY l.xid DESC, l.seq DESC LIMIT 1
) h ON true`,
};

/**
 * Live events are the audit log, read in commit order. Nothing is published, so nothing is lost when a
 * process dies between commit and publish; every server on the database sees every change; and a
 * subscriber resumes from any cursor it was given.
 */
export class EventTail implements EventStream {
  readonly #database: Database;
  readonly #options: EventTailOptions;
  #recent: Positioned[] = [];
  /** Where `#recent` begins: everything after it up to `#position` is in memory. */
  #from: Position = { xid: 0n, seq: 0n };
  #position: Position = { xid: 0n, seq: 0n };
  readonly #waiting = new Set<Follower>();
  #looking: Promise<void> | undefined;
  #lookAgain = false;
  #lookedAt = Number.NEGATIVE_INFINITY;
  #timer: NodeJS.Timeout | undefined;
  #stopped = false;

  constructor(database: Database, options: EventTailOptions) {
    this.#database = database;
    this.#options = options;
  }

  async start(): Promise<void> {
    const head = await this.#head();
    this.#position = head.position;
    this.#from = head.position;
    this.#database.onAnnounced(() => this.#look());
    this.#schedule(this.#options.pollMs);
  }

  async stop(): Promise<void> {
    this.#stopped = true;
    clearTimeout(this.#timer);
    this.#wakeAll();
    await this.#looking;
  }

  async follow({
    jobId,
    after,
  }: {
    jobId?: string | undefined;
    after?: string | undefined;
  }): Promise<AsyncIterableIterator<JobEvent>> {
    // Now is what the database has, and not how far the tail has come.
    const start = after === undefined ? (await this.#head()).position : await this.#known(after);
    const follower: Follower = { open: true, wake: () => {} };
    const events = this.#follow(start, jobId, follower);
    // A generator cannot be returned while it waits: end the wait first.
    const end = () => {
      follower.open = false;
      follower.wake();
    };
    const iterator: AsyncIterableIterator<JobEvent> = {
      next: () => events.next(),
      return: async () => {
        end();
        return events.return(undefined);
      },
      throw: (error: unknown) => {
        end();
        return events.throw(error);
      },
      [Symbol.asyncIterator]: () => iterator,
    };
    return iterator;
  }

  async *#follow(
    start: Position,
    jobId: string | undefined,
    follower: Follower,
  ): AsyncGenerator<JobEvent, undefined> {
    let at = start;
    while (follower.open && !this.#stopped) {
      const inMemory = compare(at, this.#from) >= 0;
      const head = this.#position;
      const events = inMemory ? this.#after(at) : (await this.#read(at, jobId)).events;
      for (const { position, event } of events) {
        at = position;
        if (jobId === undefined || event.jobId === jobId) yield event;
        if (!follower.open) return;
      }
      if (events.length > 0) continue;
      // The database has nothing of this job between `at` and the head as it was before the look.
      if (!inMemory) at = head;
      // Nothing was awaited since the look into memory, so no change can slip in before the wait.
      else await this.#change(follower);
    }
  }

  #change(follower: Follower): Promise<void> {
    return new Promise((resolve) => {
      follower.wake = () => {
        this.#waiting.delete(follower);
        resolve();
      };
      this.#waiting.add(follower);
    });
  }

  #wakeAll(): void {
    for (const follower of [...this.#waiting]) follower.wake();
  }

  /** The events in memory after `at`, found by bisection: they are in order. */
  #after(at: Position): readonly Positioned[] {
    let low = 0;
    let high = this.#recent.length;
    while (low < high) {
      const middle = (low + high) >> 1;
      const entry = this.#recent[middle];
      if (entry && compare(entry.position, at) > 0) high = middle;
      else low = middle + 1;
    }
    return this.#recent.slice(low, low + pageSize);
  }

  #look(): void {
    if (this.#looking) {
      this.#lookAgain = true;
      return;
    }
    const early = restMs - (performance.now() - this.#lookedAt);
    if (early > 0) {
      this.#schedule(early);
      return;
    }
    this.#lookedAt = performance.now();
    this.#looking = this.#catchUp()
      .catch((error: unknown) => this.#options.onError(error))
      .finally(() => {
        this.#looking = undefined;
        if (!this.#lookAgain || this.#stopped) return;
        this.#lookAgain = false;
        this.#look();
      });
  }

  async #catchUp(): Promise<void> {
    for (;;) {
      const { events: page, waiting } = await this.#read(this.#position, undefined);
      const last = page.at(-1);
      if (last) {
        this.#recent.push(...page);
        this.#position = last.position;
        this.#forget();
        this.#wakeAll();
      }
      if (page.length === pageSize && !this.#stopped) continue;
      this.#schedule(waiting ? restMs : this.#options.pollMs);
      return;
    }
  }

  #forget(): void {
    const surplus = this.#recent.length - this.#options.keep;
    if (surplus <= 0) return;
    const last = this.#recent[surplus - 1];
    if (last) this.#from = last.position;
    this.#recent = this.#recent.slice(surplus);
  }

  #schedule(delayMs: number): void {
    clearTimeout(this.#timer);
    if (this.#stopped) return;
    this.#timer = setTimeout(() => {
      this.#schedule(this.#options.pollMs);
      this.#look();
    }, delayMs);
  }

  async #read(
    after: Position,
    jobId: string | undefined,
  ): Promise<{ readonly events: readonly Positioned[]; readonly waiting: boolean }> {
    const rows = await this.#database.query<(Row | NoRow) & { readonly waiting: boolean }>(
      jobId === undefined ? readAllAfter : readJobAfter,
      [String(after.xid), String(after.seq), ...(jobId === undefined ? [] : [jobId])],
    );
    const events = rows.flatMap(({ waiting: _, ...row }) => {
      if (row.xid === null) return [];
      const { xid, seq, ...event } = row;
      const position = { xid: BigInt(xid), seq: BigInt(seq) };
      return [{ position, event: { ...event, cursor: cursorOf(position) } }];
    });
    return { events, waiting: rows[0]?.waiting ?? false };
  }

  async #head(): Promise<{ position: Position; next: bigint }> {
    const [row] = await this.#database.query<{
      xid: string | null;
      seq: string | null;
      next: string;
    }>(readHead);
    if (!row) throw new Error('The event stream has no head.');
    return {
      position: { xid: BigInt(row.xid ?? 0), seq: BigInt(row.seq ?? 0) },
      next: BigInt(row.next),
    };
  }

  /** A cursor of a transaction that has not begun was never given out by this database: waiting for it would be for ever. */
  async #known(cursor: string): Promise<Position> {
    const position = positionOf(cursor);
    const { next } = await this.#head();
    if (position === null || position.xid >= next) {
      throw new RangeError(
        `The cursor ${JSON.stringify(cursor.slice(0, 60))} is not one of this server’s: start again without an after cursor.`,
      );
    }
    return position;
  }
}

function compare(a: Position, b: Position): number {
  if (a.xid !== b.xid) return a.xid < b.xid ? -1 : 1;
  return a.seq === b.seq ? 0 : a.seq < b.seq ? -1 : 1;
}
