import { setTimeout as delay } from 'node:timers/promises';
import { Feeder, openHouse } from '../kit/house.ts';
import type { Scenario } from '../kit/scenario.ts';
import { seconds } from '../kit/until.ts';

export const sigterm: Scenario = {
  name: 'sigterm',
  about: 'SIGTERM under load: drained within 30 s, nothing lost, exit code 0',
  inShort: true,
  async run(stage) {
    const house = await openHouse(stage, { name: 'term', servers: 2 });
    for (let n = 0; n < 6; n += 1)
      await house.addAgent({
        mode: n % 2 === 0 ? 'report' : 'answer',
        workMs: () => 500 + Math.random() * 2_500,
        capacity: 40,
      });
    const feeder = new Feeder(house.servers);
    const feeding = feeder.keep(200, async () => {
      const [row] = await house.query<{ n: string }>(
        `SELECT count(*) AS n FROM "Job" WHERE status IN ('PENDING', 'ASSIGNED', 'IN_PROGRESS')`,
      );
      return Number(row?.n);
    });
    const problems: string[] = [];
    const drained: number[] = [];
    const times = stage.short ? 1 : 6;
    for (let n = 0; n < times; n += 1) {
      await delay(2_000);
      const server = house.servers[n % 2];
      if (!server) throw new Error('There are two servers.');
      const startedAt = performance.now();
      const { code, signal } = await server.kill('SIGTERM');
      drained.push(performance.now() - startedAt);
      if (code !== 0) problems.push(`it ended with ${code ?? signal}`);
      await server.start();
    }
    await feeding.stop();
    await house.settled(60_000);
    const slowest = Math.max(...drained);
    if (slowest > 30_000) problems.push(`it took ${seconds(slowest)} to drain`);
    // Nobody died, so nothing was to be done again.
    const [retried] = await house.query<{ n: string }>(
      `SELECT count(*) AS n FROM "Job" WHERE attempts > 1`,
    );
    if (retried?.n !== '0') problems.push(`${retried?.n} jobs were done again`);
    problems.push(
      ...(await house.truth({ acknowledged: feeder.acknowledged, ends: ['COMPLETED'] })),
    );
    return {
      figure: `${times} times, ${feeder.acknowledged.length} jobs: drained ≤ ${seconds(slowest)}, exit code 0, none done again`,
      problems,
    };
  },
};
