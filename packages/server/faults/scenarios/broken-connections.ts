import { setTimeout as delay } from 'node:timers/promises';
import { Feeder, type House, openHouse } from '../kit/house.ts';
import type { Scenario } from '../kit/scenario.ts';
import type { Server } from '../kit/server.ts';
import { startTcpProxy } from '../kit/tcp-proxy.ts';
import { seconds, until } from '../kit/until.ts';

const recoveredMs = 15_000;

export const brokenConnections: Scenario = {
  name: 'broken-connections',
  about:
    'all connections terminated; then all half-open: a proxy forwards nothing more and tells nobody',
  inShort: false,
  async run(stage) {
    const proxy = stage.stack.use(await startTcpProxy(stage.cluster.port));
    const house = await openHouse(stage, {
      name: 'broken',
      servers: 2,
      through(databaseUrl) {
        const url = new URL(databaseUrl);
        url.port = String(proxy.port);
        return url.href;
      },
    });
    for (let n = 0; n < 6; n += 1)
      await house.addAgent({
        mode: n % 2 === 0 ? 'report' : 'answer',
        workMs: () => 200 + Math.random() * 1_000,
        capacity: 30,
      });
    const feeder = new Feeder(house.servers);
    const feeding = feeder.keep(80, async () => {
      const [row] = await house.query<{ n: string }>(
        `SELECT count(*) AS n FROM "Job" WHERE status IN ('PENDING', 'ASSIGNED', 'IN_PROGRESS')`,
      );
      return Number(row?.n);
    });
    const problems: string[] = [];
    const times = stage.short ? 1 : 3;
    const measure = async (breakThem: () => Promise<unknown>) => {
      let slowest = 0;
      for (let n = 0; n < times; n += 1) {
        await delay(3_000);
        await breakThem();
        const from = performance.now();
        await Promise.all(house.servers.map((server) => works(house, feeder, server)));
        slowest = Math.max(slowest, performance.now() - from);
      }
      if (slowest > recoveredMs) problems.push(`recovered only after ${seconds(slowest)}`);
      return slowest;
    };
    const terminated = await measure(() =>
      house.query(
        `SELECT pg_terminate_backend(pid) FROM pg_stat_activity WHERE datname = current_database() AND application_name LIKE 'muster%'`,
      ),
    );
    let lost = 0;
    const halfOpen = await measure(async () => {
      lost = proxy.blackHole();
    });
    await feeding.stop();
    await house.settled(90_000);
    problems.push(
      ...(await house.truth({ acknowledged: feeder.acknowledged, ends: ['COMPLETED'] })),
    );
    return {
      figure: `terminated ${times} times: recovered ≤ ${seconds(terminated)}; ${lost} connections half-open ${times} times: ≤ ${seconds(halfOpen)}; ${feeder.acknowledged.length} jobs`,
      problems,
    };
  },
};

/** Reads, writes, tells subscribers at once, and brings a job to its end. */
async function works(house: House, feeder: Feeder, server: Server): Promise<void> {
  const tried = { signal: AbortSignal.timeout(60_000) };
  await until('it is ready', 60_000, async () => (await fetch(`${server.url}/readyz`, tried)).ok);
  await until(
    'it reads',
    60_000,
    async () => (await server.graphql('{ jobs(first: 1) { totalCount } }')).jobs,
  );
  const one = new Feeder([server], `probe-${server.url}-${performance.now()}`);
  const jobId = await one.add({ priority: 100 });
  feeder.acknowledged.push(jobId);
  await until('a job is completed', 60_000, async () => {
    const [row] = await house.query<{ status: string }>('SELECT status FROM "Job" WHERE id = $1', [
      jobId,
    ]);
    return row?.status === 'COMPLETED';
  });
}
