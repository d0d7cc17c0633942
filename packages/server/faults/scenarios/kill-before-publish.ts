import type { Changes, Json } from '../../test/kit/client.ts';
import { Feeder, openHouse } from '../kit/house.ts';
import type { Scenario } from '../kit/scenario.ts';
import type { Server } from '../kit/server.ts';
import { until } from '../kit/until.ts';

export const killBeforePublish: Scenario = {
  name: 'kill-before-publish',
  about: 'SIGKILL between commit and publish: subscribers on both servers see every change once',
  inShort: false,
  async run(stage) {
    const house = await openHouse(stage, { name: 'publish', servers: 2 });
    const [steady, victim] = house.servers;
    if (!steady || !victim) throw new Error('There are two servers.');
    await house.addAgent({ mode: 'report', workMs: () => 50, capacity: 50 });
    const here = new Subscriber(steady);
    const there = new Subscriber(victim);
    const feeder = new Feeder(house.servers);
    const feeding = feeder.keep(40, async () => {
      const [row] = await house.query<{ n: string }>(
        `SELECT count(*) AS n FROM "Job" WHERE status IN ('PENDING', 'ASSIGNED', 'IN_PROGRESS')`,
      );
      return Number(row?.n);
    });
    const rounds = stage.short ? 3 : 10;
    for (let n = 0; n < rounds; n += 1) {
      await victim.kill('SIGKILL');
      const at = String(20 + Math.floor(Math.random() * 60));
      await victim.start({ preload: 'kill-before-notify.ts', env: { MUSTER_FAULT_KILL_AT: at } });
      await victim.exited;
    }
    await victim.start();
    await feeding.stop();
    await house.settled(30_000);

    const rows = await house.query<{ id: string }>('SELECT id FROM "JobLog" ORDER BY xid, seq');
    const expected = rows.map(({ id }) => id);
    const problems: string[] = [];
    for (const [name, subscriber] of [
      ['the steady server', here],
      ['the killed server', there],
    ] as const) {
      await until(
        `${name} told all`,
        20_000,
        async () => subscriber.seen.length >= expected.length,
      ).catch(() => {});
      await subscriber.close();
      const { seen } = subscriber;
      const once = new Set(seen);
      if (once.size !== seen.length)
        problems.push(`${name}: ${seen.length - once.size} changes came twice`);
      const missing = expected.filter((id) => !once.has(id)).length;
      if (missing > 0)
        problems.push(`${name}: ${missing} changes of ${expected.length} did not come`);
      else if (seen.join() !== expected.join())
        problems.push(`${name}: another order than the log's`);
    }
    // Each end of the victim in the rounds was its own doing.
    const truth = await house.truth({ acknowledged: feeder.acknowledged, ends: ['COMPLETED'] });
    problems.push(
      ...truth.filter((problem) => !problem.startsWith('a server ended by itself (SIGKILL)')),
    );
    return {
      figure: `${rounds} kills after a commit and before its announcement: ${expected.length} changes, each once and in order, on both servers`,
      problems,
    };
  },
};

/** Follows all changes at one server, and comes back with its last cursor whenever that server went away. */
class Subscriber {
  readonly seen: string[] = [];
  #after: string | null = null;
  #open = true;
  #current: Changes | undefined;
  readonly #running: Promise<void>;

  constructor(server: Server) {
    this.#running = this.#follow(server);
  }

  async #follow(server: Server): Promise<void> {
    while (this.#open) {
      this.#current = server.subscribe({
        fields: 'cursor log { id }',
        ...(this.#after === null ? {} : { after: this.#after }),
      });
      try {
        for (;;) {
          const [change]: Json[] = await this.#current.take(1);
          this.#after = change.cursor;
          this.seen.push(change.log.id);
        }
      } catch {
        await this.#current.close().catch(() => {});
        await new Promise((resolve) => setTimeout(resolve, 100));
      }
    }
  }

  async close(): Promise<void> {
    this.#open = false;
    await this.#current?.close();
    await this.#running;
  }
}
