import { setTimeout as delay } from 'node:timers/promises';
import type { Changes, Json } from '../../test/kit/client.ts';
import type { Query } from './truth.ts';
import { until } from './until.ts';

/** Follows all changes at one server, and comes back with its last cursor whenever that server went away. */
export class Subscriber {
  readonly #name: string;
  readonly #seen: string[] = [];
  #interruptions = 0;
  #after: string | null = null;
  #open = true;
  #current: Changes | undefined;
  readonly #running: Promise<void>;

  constructor(name: string, server: { subscribe(asked: object): Changes }) {
    this.#name = name;
    this.#running = this.#follow(server);
  }

  /** How often what it followed ended, or brought an error. */
  get interruptions(): number {
    return this.#interruptions;
  }

  async #follow(server: { subscribe(asked: object): Changes }): Promise<void> {
    while (this.#open) {
      this.#current = server.subscribe({
        fields: 'cursor log { id }',
        ...(this.#after === null ? {} : { after: this.#after }),
      });
      try {
        for (;;) {
          const [change]: Json[] = await this.#current.take(1);
          this.#after = change.cursor;
          this.#seen.push(change.log.id);
        }
      } catch {
        await this.#current.close().catch(() => {});
        if (!this.#open) return;
        this.#interruptions += 1;
        await delay(100);
      }
    }
  }

  /** Ends it once it has had its time, and says where what it saw is not the log: each row once, in the log's order. */
  async problems(query: Query): Promise<string[]> {
    const rows = await query<{ id: string }>('SELECT id FROM "JobLog" ORDER BY xid, seq');
    const expected = rows.map(({ id }) => id);
    const seen = this.#seen;
    await until(`${this.#name} told all`, 20_000, async () => seen.length >= expected.length).catch(
      () => {},
    );
    this.#open = false;
    await this.#current?.close();
    await this.#running;

    const once = new Set(seen);
    const problems: string[] = [];
    if (once.size !== seen.length)
      problems.push(`${this.#name}: ${seen.length - once.size} changes came twice`);
    const missing = expected.filter((id) => !once.has(id)).length;
    if (missing > 0)
      problems.push(`${this.#name}: ${missing} changes of ${expected.length} did not come`);
    else if (seen.join() !== expected.join())
      problems.push(`${this.#name}: another order than the log's`);
    return problems;
  }
}
