import { Feeder, openHouse } from '../kit/house.ts';
import type { Scenario } from '../kit/scenario.ts';
import { Subscriber } from '../kit/subscriber.ts';

export const killBeforePublish: Scenario = {
  name: 'kill-before-publish',
  about: 'SIGKILL between commit and publish: subscribers on both servers see every change once',
  inShort: false,
  async run(stage) {
    const house = await openHouse(stage, { name: 'publish', servers: 2 });
    const [steady, victim] = house.servers;
    if (!steady || !victim) throw new Error('There are two servers.');
    await house.addAgent({ mode: 'report', workMs: () => 50, capacity: 50 });
    const subscribers = [
      new Subscriber('the steady server', steady),
      new Subscriber('the killed server', victim),
    ];
    const feeder = new Feeder(house.servers);
    const feeding = feeder.keep(40, async () => {
      const [row] = await house.query<{ n: string }>(
        `SELECT count(*) AS n FROM "Job" WHERE status IN ('PENDING', 'ASSIGNED', 'IN_PROGRESS')`,
      );
      return Number(row?.n);
    });
    const rounds = stage.short ? 3 : 10;
    for (let round = 0; round < rounds; round += 1) {
      await victim.kill('SIGKILL');
      const at = String(20 + Math.floor(Math.random() * 60));
      await victim.start({ preload: 'kill-before-notify.ts', env: { MUSTER_FAULT_KILL_AT: at } });
      await victim.exited;
    }
    await victim.start();
    await feeding.stop();
    await house.settled(30_000);

    const told = await Promise.all(subscribers.map((one) => one.problems(house.query)));
    const problems = told.flat();
    const [{ n } = { n: 0 }] = await house.query<{ n: number }>(
      'SELECT count(*)::int AS n FROM "JobLog"',
    );
    // Each end of the victim in the rounds was its own doing.
    const truth = await house.truth({ acknowledged: feeder.acknowledged, ends: ['COMPLETED'] });
    problems.push(
      ...truth.filter((problem) => !problem.startsWith('a server ended by itself (SIGKILL)')),
    );
    return {
      figure: `${rounds} kills after a commit and before its announcement: ${n} changes, each once and in order, on both servers`,
      problems,
    };
  },
};
