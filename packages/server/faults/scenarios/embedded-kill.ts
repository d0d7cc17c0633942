import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { setTimeout as delay } from 'node:timers/promises';
import { PGlite } from '@electric-sql/pglite';
import { pg_trgm } from '@electric-sql/pglite/contrib/pg_trgm';
import { startHonestAgent } from '../kit/agent.ts';
import { Feeder, ok } from '../kit/house.ts';
import type { Scenario } from '../kit/scenario.ts';
import { newServer } from '../kit/server.ts';
import { type Query, wholeTruth } from '../kit/truth.ts';
import { seconds, until } from '../kit/until.ts';

export const embeddedKill: Scenario = {
  name: 'embedded-kill',
  about:
    'SIGKILL of the server with the embedded database under load, 20 times: opens, and nothing is lost',
  inShort: false,
  async run(stage) {
    const dataDir = await mkdtemp(join(tmpdir(), 'muster-faults-'));
    stage.stack.defer(() => rm(dataDir, { recursive: true, force: true }));
    const server = await newServer({
      MUSTER_DATA: dataDir,
      MUSTER_LEASE_MS: '8000',
      MUSTER_ACCEPT_MS: '8000',
    });
    stage.stack.defer(() => server.dispose());
    await server.start();
    const agents = await Promise.all(
      (['report', 'answer'] as const).map((mode) =>
        startHonestAgent({ mode, workMs: () => 20 + Math.random() * 80, servers: [server.url] }),
      ),
    );
    for (const agent of agents) {
      stage.stack.defer(() => agent.close());
      await ok(server, 'registerAgent', {
        name: `worker-${agent.mode}`,
        description: 'does the work of this test',
        kind: 'HTTP',
        endpoint: agent.url,
        capacity: 20,
      });
    }
    const feeder = new Feeder([server]);
    const unfinished = async () => {
      const { jobs } = await server.graphql(
        '{ jobs(filter: { status: [PENDING, ASSIGNED, IN_PROGRESS] }) { totalCount } }',
      );
      return jobs.totalCount as number;
    };
    const feeding = feeder.keep(60, unfinished);
    const times = stage.short ? 3 : 20;
    const opened: number[] = [];
    for (let n = 0; n < times; n += 1) {
      // Some work must be done in each of its lives, however slow the machine; then at any moment.
      const before = feeder.acknowledged.length;
      await until('jobs come in', 60_000, async () => feeder.acknowledged.length >= before + 20);
      await delay(Math.random() * 1_000);
      await server.kill('SIGKILL');
      opened.push(await server.start());
    }
    await feeding.stop();
    await until('every job has ended', 90_000, async () => (await unfinished()) === 0, 300);
    await server.kill('SIGTERM');

    // One process at a time: the server has left, now the database can be looked at.
    const pglite = await PGlite.create(join(dataDir, 'db'), { extensions: { pg_trgm } });
    const query: Query = async <Row>(text: string, values: readonly unknown[] = []) =>
      (await pglite.query<Row>(text, [...values])).rows;
    const problems = await wholeTruth(query, {
      acknowledged: feeder.acknowledged,
      ends: ['COMPLETED'],
      agents,
    });
    await pglite.close();
    return {
      figure: `${times} kills, ${feeder.acknowledged.length} jobs, ready again ≤ ${seconds(Math.max(...opened))}`,
      problems: [...problems, ...server.unwanted],
    };
  },
};
