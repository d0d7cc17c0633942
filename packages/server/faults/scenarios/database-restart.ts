import { setTimeout as delay } from 'node:timers/promises';
import { Feeder, openHouse } from '../kit/house.ts';
import type { Scenario } from '../kit/scenario.ts';
import { Subscriber } from '../kit/subscriber.ts';
import { seconds, until } from '../kit/until.ts';

const servingMs = 10_000;

export const databaseRestart: Scenario = {
  name: 'database-restart',
  about: 'PostgreSQL stopped immediately and started again under load',
  inShort: true,
  async run(stage) {
    const house = await openHouse(stage, { name: 'restart', servers: 2 });
    for (let n = 0; n < 6; n += 1)
      await house.addAgent({
        mode: n % 2 === 0 ? 'report' : 'answer',
        workMs: () => 200 + Math.random() * 1_000,
        capacity: 30,
      });
    const subscribers = house.servers.map((server, n) => new Subscriber(`server ${n + 1}`, server));
    const strangers = knocking(house.servers.map(({ url }) => url));
    const feeder = new Feeder(house.servers);
    const feeding = feeder.keep(150, async () => {
      const [row] = await house.query<{ n: string }>(
        `SELECT count(*) AS n FROM "Job" WHERE status IN ('PENDING', 'ASSIGNED', 'IN_PROGRESS')`,
      );
      return Number(row?.n);
    });
    const problems: string[] = [];
    const back: number[] = [];
    const downs = stage.short ? [4_000] : [500, 2_000, 6_000, 15_000];
    for (const downMs of downs) {
      await delay(3_000);
      await stage.cluster.stopAtOnce();
      await delay(downMs);
      await stage.cluster.start();
      const from = performance.now();
      // Serving: each server writes, and a whole life of a job comes to its end.
      await Promise.all(
        house.servers.map(async (server, n) => {
          await until(`server ${n + 1} is ready`, 60_000, async () => {
            const { status } = await fetch(`${server.url}/readyz`);
            return status === 200;
          });
          const jobId = await until(`server ${n + 1} writes`, 60_000, async () => {
            const { job } = await server.mutate('createJob', {
              title: 'Work afterwards',
              autoAssign: true,
              priority: 100,
            });
            return job.id as string;
          });
          feeder.acknowledged.push(jobId);
          await until(`a job of server ${n + 1} is completed`, 60_000, async () => {
            const [row] = await house.query<{ status: string }>(
              'SELECT status FROM "Job" WHERE id = $1',
              [jobId],
            );
            return row?.status === 'COMPLETED';
          });
        }),
      );
      back.push(performance.now() - from);
    }
    await feeding.stop();
    problems.push(...(await strangers.problems()));
    await house.settled(90_000);
    const slowest = Math.max(...back);
    if (slowest > servingMs) problems.push(`serving again only after ${seconds(slowest)}`);
    problems.push(
      ...(await house.truth({ acknowledged: feeder.acknowledged, ends: ['COMPLETED'] })),
    );
    for (const subscriber of subscribers) {
      problems.push(...(await subscriber.problems(house.query)));
      if (subscriber.interruptions > 0)
        problems.push(`a subscriber was interrupted ${subscriber.interruptions} times`);
    }
    const dropped = house.agents.reduce((sum, { skipped }) => sum + skipped, 0);
    return {
      figure: `${downs.length} stops of ${downs.map((ms) => ms / 1000).join(', ')} s, ${feeder.acknowledged.length} jobs: serving and completing ≤ ${seconds(slowest)} after each; ${dropped} calls dropped, subscribers uninterrupted`,
      problems,
    };
  },
};

/** Whose token is not the operator's is looked up: what a server cannot look up must not be its end. */
function knocking(urls: readonly string[]): { problems(): Promise<string[]> } {
  let going = true;
  const knock = async (url: string) => {
    while (going) {
      await fetch(`${url}/graphql`, {
        method: 'POST',
        headers: { authorization: 'Bearer nobody', 'content-type': 'application/json' },
        body: '{"query":"{ version }"}',
      }).then((response) => response.text());
      await delay(200);
    }
  };
  const running = Promise.allSettled(urls.map(knock));
  return {
    async problems() {
      going = false;
      return (await running).flatMap((one) =>
        one.status === 'rejected' ? [`a stranger got no answer: ${one.reason}`] : [],
      );
    },
  };
}
