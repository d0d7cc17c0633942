import type { Bench, Stage } from './bench.ts';
import { type Arm, contest, type Figure } from './contest.ts';
import { JobSupply } from './jobs.ts';
import { applyMigrations, createDatabase } from './postgres.ts';
import { openRawSql, type RawSql } from './raw-sql.ts';
import { perSecond } from './statistics.ts';

/** More only wait for each other on a machine like ours, and PostgreSQL takes 100 in all by itself. */
const maxRawConnections = 32;

/** The use case, called in process, against SQL written by hand on a database alike. */
export const benchAssign: Bench = {
  about: 'assignments through the use case, against raw SQL that does the same transition',
  async run(stage) {
    const { resources } = stage;
    const database = resources.use(await createDatabase(stage.postgres, 'raw'));
    await applyMigrations(database.pool);
    const rawJobs = new JobSupply(database.pool);
    await rawJobs.addAgents();
    const rawSql = resources.use(await openRawSql(database.url, maxRawConnections));

    const best = await bestCallers(rawSql, rawJobs);
    const figures: Figure[] = [];
    for (const callers of [1, 32, 256]) {
      stage.say(`assign, ${callers} ${callers === 1 ? 'caller' : 'callers'} …`);
      // Beside as many callers as Muster has, and, where there is more than one, as many as suit it best.
      const rivals = [...new Set(callers === 1 ? [1] : [callers, best])].map((its) =>
        rawArm(rawSql, rawJobs, its),
      );
      const arms = [useCaseArm(stage, callers, rivals), ...rivals];
      figures.push(...(await contest({ ...stage, bench: 'assign', callers, arms })));
    }
    return figures;
  },
};

function useCaseArm(stage: Stage, callers: number, rivals: readonly Arm[]): Arm {
  const { muster, musterJobs: supply } = stage;
  return {
    name: 'Muster, use case',
    against: rivals.map(({ name }) => name),
    supply,
    round: (seconds) => supply.use((jobs) => muster.ask({ callers, seconds, jobs })),
  };
}

function rawArm(rawSql: RawSql, supply: JobSupply, callers: number): Arm {
  return {
    name: `raw SQL, ${callers} ${callers === 1 ? 'caller' : 'callers'}`,
    supply,
    round: (seconds) =>
      supply.use((jobs) =>
        rawSql.round({
          callers,
          connections: Math.min(callers, maxRawConnections),
          seconds,
          jobs,
        }),
      ),
  };
}

/** How many callers, with a connection each, make raw SQL do the most a second. */
async function bestCallers(rawSql: RawSql, supply: JobSupply): Promise<number> {
  await supply.refill(40_000);
  let best = { callers: 1, speed: 0 };
  for (const callers of [4, 8, 16, maxRawConnections]) {
    const speed = perSecond(await rawArm(rawSql, supply, callers).round(1));
    if (speed > best.speed) best = { callers, speed };
  }
  return best.callers;
}
