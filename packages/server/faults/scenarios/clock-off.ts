import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { setTimeout as delay } from 'node:timers/promises';
import { Feeder, ok, openHouse } from '../kit/house.ts';
import type { Scenario, Stage } from '../kit/scenario.ts';
import { seconds, until } from '../kit/until.ts';

const leaseMs = 3_000;

export const clockOff: Scenario = {
  name: 'clock-off',
  about: 'the clock of one of two servers is an hour ahead: no lease ends early or late',
  inShort: false,
  async run(stage) {
    const house = await openHouse(stage, {
      name: 'clock',
      servers: 2,
      env: { MUSTER_LEASE_MS: String(leaseMs), MUSTER_ACCEPT_MS: String(leaseMs) },
    });
    const [right, wrong] = house.servers;
    if (!right || !wrong) throw new Error('There are two servers.');
    await wrong.kill('SIGTERM');
    await wrong.start({ preload: 'clock-an-hour-ahead.ts' });
    // Work that takes longer than a lease, so that heartbeats matter.
    for (const mode of ['report', 'answer'] as const)
      await house.addAgent({ mode, workMs: () => 4_000, heartbeatMs: 1_000, capacity: 50 });
    const problems: string[] = [];
    const feeder = new Feeder(house.servers);
    await feeder.addMany(stage.short ? 40 : 150);

    // Alone with the wrong clock: nobody else could find the expired lease for it.
    const silent = await startSilentAgent(stage);
    const late: number[] = [];
    for (const [name, alone] of [
      ['together', false],
      ['alone', true],
    ] as const) {
      if (alone) {
        await house.settled(60_000);
        await right.kill('SIGTERM');
      }
      const agentId = await registerAt(wrong, `silent-${name}`, silent);
      const { job } = await ok(wrong, 'createJob', {
        title: 'Nobody does it',
        retryPolicy: { maxAttempts: 1 },
      });
      feeder.acknowledged.push(job.id);
      await ok(wrong, 'assign', { jobId: job.id, agentId });
      await until('its lease ran out', 30_000, async () => {
        const [row] = await house.query<{ status: string }>(
          'SELECT status FROM "Job" WHERE id = $1',
          [job.id],
        );
        return row?.status === 'FAILED';
      });
      const [row] = await house.query<{ ms: number }>(
        `SELECT EXTRACT(EPOCH FROM "endedAt" - "startedAt")::float8 * 1000 AS ms FROM "Assignment" WHERE "jobId" = $1`,
        [job.id],
      );
      late.push((row?.ms ?? 0) - leaseMs);
    }
    await right.start();
    await house.settled(60_000);
    await delay(500);
    const [early] = await house.query<{ n: string }>(
      `SELECT count(*) AS n FROM "Assignment" s JOIN "Agent" a ON a.id = s."agentId" WHERE s.state = 'EXPIRED' AND a.name NOT LIKE 'silent%'`,
    );
    if (early?.n !== '0') problems.push(`${early?.n} leases ended though their agents were heard`);
    for (const ms of late)
      if (ms < 0 || ms > 2_000) problems.push(`a lease ended ${seconds(ms)} after its time`);
    const [retried] = await house.query<{ n: string }>(
      'SELECT count(*) AS n FROM "Job" WHERE attempts > 1',
    );
    if (retried?.n !== '0') problems.push(`${retried?.n} jobs were done again`);
    problems.push(
      ...(await house.truth({ acknowledged: feeder.acknowledged, ends: ['COMPLETED', 'FAILED'] })),
    );
    return {
      figure: `${feeder.acknowledged.length} jobs; leases kept by heartbeats: none ended early; silent ones ended ${late.map(seconds).join(' and ')} after their time`,
      problems,
    };
  },
};

async function registerAt(
  server: Parameters<typeof ok>[0],
  name: string,
  endpoint: string,
): Promise<string> {
  const { agent } = await ok(server, 'registerAgent', {
    name,
    description: 'says nothing',
    kind: 'HTTP',
    endpoint,
  });
  return agent.id;
}

/** Accepts, and is never heard of again. */
async function startSilentAgent(stage: Stage): Promise<string> {
  const server = createServer((request, response) => {
    request.resume();
    response.writeHead(202);
    response.end();
  });
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  stage.stack.defer(async () => {
    server.closeAllConnections();
    await new Promise<void>((resolve) => server.close(() => resolve()));
  });
  return `http://127.0.0.1:${(server.address() as AddressInfo).port}/`;
}
