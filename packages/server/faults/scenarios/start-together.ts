import { readdir } from 'node:fs/promises';
import { fileURLToPath } from 'node:url';
import pg from 'pg';
import { ok } from '../kit/house.ts';
import type { Scenario, Stage } from '../kit/scenario.ts';
import { newServer } from '../kit/server.ts';
import { until } from '../kit/until.ts';

const migrations = fileURLToPath(new URL('../../../../prisma/migrations', import.meta.url));

export const startTogether: Scenario = {
  name: 'start-together',
  about:
    'two servers start on an empty database at once, also when one is killed in the middle of migrating',
  inShort: true,
  async run(stage) {
    const expected = (await readdir(migrations, { withFileTypes: true }))
      .filter((entry) => entry.isDirectory())
      .map(({ name }) => name)
      .toSorted();
    const problems: string[] = [];
    const rounds = stage.short ? 1 : 5;
    let killed = 0;
    for (let n = 0; n < rounds; n += 1)
      problems.push(...(await together(stage, `together_${n}`, expected)));
    for (let n = 0; n < rounds; n += 1) {
      const outcome = await withKill(stage, `killed_${n}`, expected);
      problems.push(...outcome.problems);
      if (outcome.inTheMiddle) killed += 1;
    }
    if (killed === 0) problems.push('no server was caught in the middle of migrating');
    return {
      figure: `${rounds} times together, ${killed} of ${rounds} killed in the middle: ${expected.length} migrations, each applied once`,
      problems,
    };
  },
};

async function pair(stage: Stage, name: string) {
  const databaseUrl = await stage.cluster.createDatabase(name);
  const servers = await Promise.all([1, 2].map(() => newServer({ DATABASE_URL: databaseUrl })));
  for (const server of servers) stage.stack.defer(() => server.dispose());
  const [one, two] = servers;
  if (!one || !two) throw new Error('There are two servers.');
  return { databaseUrl, one, two };
}

async function together(
  stage: Stage,
  name: string,
  expected: readonly string[],
): Promise<string[]> {
  const { databaseUrl, one, two } = await pair(stage, name);
  await Promise.all([one.start(), two.start()]);
  await Promise.all([one, two].map((server) => ok(server, 'createJob', { title: 'Works' })));
  const problems = await whatIsApplied(databaseUrl, expected);
  await Promise.all([one.dispose(), two.dispose()]);
  return problems;
}

async function withKill(stage: Stage, name: string, expected: readonly string[]) {
  const { databaseUrl, one, two } = await pair(stage, name);
  const client = new pg.Client({ connectionString: databaseUrl });
  await client.connect();
  const first = one.start().then(
    () => false,
    () => true,
  );
  const second = two.start();
  // Who has the lock is in the middle of it; its process is not known from here, so the first is killed when anybody is.
  await until(
    'somebody migrates',
    30_000,
    async () => {
      const { rows } = await client.query(
        `SELECT 1 FROM pg_stat_activity a JOIN pg_locks l ON l.pid = a.pid
         WHERE a.application_name = 'muster-migrate' AND a.datname = current_database() AND l.locktype = 'relation' AND l.mode = 'AccessExclusiveLock'`,
      );
      return rows.length > 0;
    },
    1,
  );
  await one.kill('SIGKILL');
  const inTheMiddle = await first;
  await client.end();
  await second;
  await ok(two, 'createJob', { title: 'Works' });
  const problems = await whatIsApplied(databaseUrl, expected);
  await one.start();
  await ok(one, 'createJob', { title: 'Works' });
  await Promise.all([one.dispose(), two.dispose()]);
  return { inTheMiddle, problems };
}

async function whatIsApplied(databaseUrl: string, expected: readonly string[]): Promise<string[]> {
  const client = new pg.Client({ connectionString: databaseUrl });
  await client.connect();
  const { rows } = await client.query(
    `SELECT migration_name AS name, finished_at IS NOT NULL AND rolled_back_at IS NULL AS applied FROM "_prisma_migrations" ORDER BY 1`,
  );
  await client.end();
  const applied = rows.map(({ name, applied: whole }) => (whole ? name : `${name}, not finished`));
  return applied.join() === expected.join() ? [] : [`applied: ${applied.join(', ')}`];
}
