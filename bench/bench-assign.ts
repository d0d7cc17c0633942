import type { Bench, Stage } from './bench.ts';
import { type Arm, contest, type Figure } from './contest.ts';
import { JobSupply } from './jobs.ts';
import { applyMigrations, createDatabase } from './postgres.ts';
import { oneRowPerStatement, oneStatement, openRawSql, type RawAssign } from './raw-sql.ts';
import { perSecond } from './statistics.ts';

/** More only wait for each other on a machine like ours, and PostgreSQL takes 100 in all by itself. */
const maxRawConnections = 32;

/** The use case, called in process, against SQL written by hand on databases alike. */
export const benchAssign: Bench = {
  about: 'assignments through the use case, against raw SQL that does the same transition',
  async run(stage) {
    // Their connections are given back at the end: PostgreSQL has few.
    const resources = new AsyncDisposableStack();
    stage.resources.use(resources);
    const figures = await compared({ ...stage, resources });
    await resources.disposeAsync();
    return figures;
  },
};

async function compared(stage: Stage): Promise<Figure[]> {
  const rivals = [
    await openRival(stage, 'a statement a row', oneRowPerStatement),
    await openRival(stage, 'a statement a job', oneStatement),
  ];
  const figures: Figure[] = [];
  for (const callers of [1, 32, 256]) {
    stage.say(`assign, ${callers} ${callers === 1 ? 'caller' : 'callers'} …`);
    // Beside as many callers as Muster has, and, where there is more than one, as many as suit each best.
    const rivalArms = rivals.flatMap(({ best, arm }) =>
      [...new Set(callers === 1 ? [1] : [callers, best])].map(arm),
    );
    const arms = [useCaseArm(stage, callers, rivalArms), ...rivalArms];
    figures.push(...(await contest({ ...stage, bench: 'assign', callers, arms })));
  }
  return figures;
}

interface Rival {
  /** How many callers, with a connection each, make it do the most a second. */
  readonly best: number;
  arm(callers: number): Arm;
}

async function openRival(stage: Stage, how: string, assign: RawAssign): Promise<Rival> {
  const { resources } = stage;
  const database = resources.use(await createDatabase(stage.postgres, 'raw'));
  await applyMigrations(database.pool);
  const supply = new JobSupply(database.pool);
  await supply.addAgents();
  const rawSql = resources.use(await openRawSql(database.url, maxRawConnections, assign));
  const arm = (callers: number): Arm => ({
    name: `raw SQL, ${how}, ${callers} ${callers === 1 ? 'caller' : 'callers'}`,
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
  });

  stage.say(`assign, how many callers suit raw SQL best, ${how} …`);
  await supply.refill(40_000);
  let best = { callers: 1, speed: 0 };
  for (const callers of [4, 8, 16, maxRawConnections]) {
    const speed = perSecond(await arm(callers).round(1));
    if (speed > best.speed) best = { callers, speed };
  }
  await supply.refill(0);
  return { best: best.callers, arm };
}

function useCaseArm(stage: Stage, callers: number, rivals: readonly Arm[]): Arm {
  const { muster, musterJobs: supply } = stage;
  return {
    name: 'Muster, use case',
    against: rivals.map(({ name }) => name),
    supply,
    round: (seconds) => supply.use((jobs) => muster.ask({ callers, seconds, jobs })),
  };
}
