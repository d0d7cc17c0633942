import { setTimeout as delay } from 'node:timers/promises';
import { Feeder, openHouse } from '../kit/house.ts';
import type { Scenario } from '../kit/scenario.ts';
import { seconds } from '../kit/until.ts';

export const capacity: Scenario = {
  name: 'capacity',
  about:
    '4 servers, 10,000 jobs, 20 agents with small capacities: none assigned twice, none over capacity',
  inShort: false,
  async run(stage) {
    const jobs = stage.short ? 1_000 : 10_000;
    const house = await openHouse(stage, {
      name: 'many',
      servers: 4,
      env: { MUSTER_DB_CONNECTIONS: '8' },
    });
    const places: number[] = [];
    for (let n = 0; n < 20; n += 1) {
      const capacityOf = 1 + (n % 4);
      places.push(capacityOf);
      await house.addAgent({
        mode: n % 2 === 0 ? 'report' : 'answer',
        workMs: () => 5 + Math.random() * 20,
        capacity: capacityOf,
      });
    }
    const problems: string[] = [];
    const watching = new AbortController();
    // Each look is one snapshot: a moment at which somebody had too much would show in it.
    let looks = 0;
    const watch = async () => {
      while (!watching.signal.aborted) {
        const over = await house.query<{ id: string }>(
          `SELECT a.id FROM "Agent" a WHERE a.capacity < (SELECT count(*) FROM "Assignment" s WHERE s."agentId" = a.id AND s.state IN ('ASSIGNED', 'IN_PROGRESS'))
           UNION ALL SELECT "jobId" FROM "Assignment" WHERE state IN ('ASSIGNED', 'IN_PROGRESS') GROUP BY 1 HAVING count(*) > 1`,
        );
        looks += 1;
        for (const { id } of over) problems.push(`${id} had too much at once`);
        await delay(100);
      }
    };
    const watched = watch();
    const startedAt = performance.now();
    const feeder = new Feeder(house.servers);
    await feeder.addMany(jobs, 48);
    await house.settled(380_000);
    const took = performance.now() - startedAt;
    watching.abort();
    await watched;
    house.agents.forEach((agent, n) => {
      const may = places[n] ?? 0;
      if (agent.most > may)
        problems.push(`an agent with ${may} places was given ${agent.most} jobs at once`);
    });
    const [again] = await house.query<{ n: string }>(
      `SELECT count(*) AS n FROM "Job" WHERE attempts > 1`,
    );
    if (again?.n !== '0') problems.push(`${again?.n} jobs took more than one attempt`);
    problems.push(
      ...(await house.truth({ acknowledged: feeder.acknowledged, ends: ['COMPLETED'] })),
    );
    return {
      figure: `${jobs} jobs in ${seconds(took)} (${Math.round((jobs * 1000) / took)} a second); ${looks} looks, none over capacity, none twice`,
      problems,
    };
  },
};
