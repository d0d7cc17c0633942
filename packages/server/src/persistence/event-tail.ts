import { setTimeout as delay } from 'node:timers/promises';
import { cursorOf, type Position, positionOf } from '@muster/domain/audit/cursor.ts';
import type { EventStream, JobEvent } from '@muster/schema/context.ts';
import type { Database } from './database.ts';
import {
  type NoRow,
  pageSize,
  type Row,
  readAllAfter,
  readHead,
  readJobAfter,
} from './event-tail.sql.ts';
import { outageOf } from './outage.ts';

interface Positioned {
  readonly position: Position;
  readonly event: JobEvent;
}

/** One subscriber, and how to end its wait. */
interface Follower {
  open: boolean;
  wake: (at: Position) => void;
}

export interface EventTailOptions {
  /** Looks by itself this often, in case an announcement got lost. */
  readonly pollMs: number;
  /** How many events are kept in memory; subscribers further behind read from the database. */
  readonly keep: number;
  readonly onError: (error: unknown) => void;
}

/**
 * Looks follow each other no sooner than this. One look for each of a lone caller's commits made each of them wait for
 * the tail: 5 ms are nothing to a subscriber, and several commits to a busy server.
 */
const restMs = 5;

/** How long somebody who begins to follow waits for a database that is away. */
const patienceMs = 60_000;

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
  /** By the job that they follow; undefined for those who follow all. */
  readonly #waiting = new Map<string | undefined, Set<Follower>>();
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
    for (const followers of [...this.#waiting.values()])
      for (const follower of [...followers]) follower.wake(this.#position);
    await this.#looking;
  }

  async follow({
    jobId,
    after,
  }: {
    jobId?: string | undefined;
    after?: string | undefined;
  }): Promise<AsyncIterableIterator<JobEvent>> {
    const until = performance.now() + patienceMs;
    const { start, past } = await this.#patiently(
      async () =>
        after === undefined ? this.#now() : { start: await this.#known(after), past: nothing },
      () => performance.now() < until,
    );
    const follower: Follower = { open: true, wake: () => {} };
    const events = this.#follow(start, past, jobId, follower);
    // A generator cannot be returned while it waits: end the wait first.
    const end = () => {
      follower.open = false;
      follower.wake(this.#position);
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
    past: ReadonlySet<string>,
    jobId: string | undefined,
    follower: Follower,
  ): AsyncGenerator<JobEvent, undefined> {
    let at = start;
    while (follower.open && !this.#stopped) {
      const inMemory = compare(at, this.#from) >= 0;
      const head = this.#position;
      const read = () => this.#read(at, jobId);
      const events = inMemory
        ? this.#after(at)
        : (await this.#patiently(read, () => follower.open)).events;
      for (const { position, event } of events) {
        at = position;
        if ((jobId === undefined || event.jobId === jobId) && !past.has(event.logId)) yield event;
        if (!follower.open) return;
      }
      if (events.length > 0) continue;
      // The database has nothing of this job between `at` and the head as it was before the look.
      if (!inMemory) at = head;
      // Nothing was awaited since the look into memory, so no change can slip in before the wait.
      else at = later(at, await this.#change(follower, jobId));
    }
  }

  /** Until there is something of this job, or of any: the position that was reached without. */
  #change(follower: Follower, jobId: string | undefined): Promise<Position> {
    return new Promise((resolve) => {
      const waiting = this.#waiting.get(jobId) ?? new Set();
      this.#waiting.set(jobId, waiting.add(follower));
      follower.wake = (at) => {
        waiting.delete(follower);
        if (waiting.size === 0 && this.#waiting.get(jobId) === waiting) this.#waiting.delete(jobId);
        resolve(at);
      };
    });
  }

  /** Wakes those whom this page is news to: a thousand who each follow one job are not to look through every page. */
  #wake(page: readonly Positioned[], before: Position): void {
    const jobIds = new Set(page.map(({ event }) => event.jobId));
    for (const jobId of [undefined, ...jobIds])
      for (const follower of [...(this.#waiting.get(jobId) ?? [])]) follower.wake(before);
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
        const before = this.#position;
        this.#recent.push(...page);
        this.#position = last.position;
        this.#forget();
        this.#wake(page, before);
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

  /** Whoever follows waits out an outage, for as long as it says. */
  async #patiently<T>(read: () => Promise<T>, goesOn: () => boolean): Promise<T> {
    for (;;) {
      try {
        return await read();
      } catch (error) {
        if (outageOf(error) === null || !goesOn() || this.#stopped) throw error;
        await delay(this.#options.pollMs);
      }
    }
  }

  async #head(): Promise<{ position: Position; next: bigint; waiting: readonly string[] }> {
    const [row] = await this.#database.query<{
      xid: string | null;
      seq: string | null;
      next: string;
      waiting: readonly string[];
    }>(readHead);
    if (!row) throw new Error('The event stream has no head.');
    return {
      position: { xid: BigInt(row.xid ?? 0), seq: BigInt(row.seq ?? 0) },
      next: BigInt(row.next),
      waiting: row.waiting,
    };
  }

  /** What the database has, which the tail may be about to read; `past`: what it will read and yet has been. */
  async #now(): Promise<{ start: Position; past: ReadonlySet<string> }> {
    const { position, waiting } = await this.#head();
    return { start: later(position, this.#position), past: new Set(waiting) };
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

const nothing: ReadonlySet<string> = new Set();

const later = (a: Position, b: Position): Position => (compare(a, b) > 0 ? a : b);

function compare(a: Position, b: Position): number {
  if (a.xid !== b.xid) return a.xid < b.xid ? -1 : 1;
  return a.seq === b.seq ? 0 : a.seq < b.seq ? -1 : 1;
}
