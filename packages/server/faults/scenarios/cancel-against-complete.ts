import type { Json } from '../../test/kit/client.ts';
import { createTestClient } from '../../test/kit/client.ts';
import { ok, openHouse } from '../kit/house.ts';
import type { Scenario } from '../kit/scenario.ts';

export const cancelAgainstComplete: Scenario = {
  name: 'cancel-against-complete',
  about: 'cancel against complete at two servers, 1,000 races: one outcome each, one history',
  inShort: true,
  async run(stage) {
    const house = await openHouse(stage, { name: 'races', servers: 2 });
    const [one, two] = house.servers;
    if (!one || !two) throw new Error('There are two servers.');
    const races = stage.short ? 200 : 1_000;
    const { agent, token } = await ok(one, 'registerAgent', {
      name: 'puller',
      description: 'asks for work',
      kind: 'PULL',
      capacity: 1_000,
    });
    const puller = createTestClient(one.url, token);
    const jobs: string[] = [];
    const problems: string[] = [];
    let cancelled = 0;
    let completed = 0;

    const race = async () => {
      const { job } = await ok(one, 'createJob', { title: 'Contested' });
      jobs.push(job.id);
      await ok(one, 'assign', { jobId: job.id, agentId: agent.id });
      const claimed: Json = await ok(puller, 'claimAssignment', { waitMs: 5_000 });
      const { assignment, leaseToken } = claimed;
      const contested = assignment.job.id;
      const [cancel, report] = await Promise.all([
        two.mutate('cancelAssignment', { jobId: contested }),
        one.post(
          `/api/assignments/${assignment.id}/report`,
          { outcome: 'COMPLETED', output: 1 },
          { authorization: `Bearer ${leaseToken}` },
        ),
      ]);
      const isCancelled = cancel.__typename === 'CancelAssignmentSuccess';
      const isCompleted = report.status === 200;
      if (isCancelled) cancelled += 1;
      if (isCompleted) completed += 1;
      if (isCancelled === isCompleted)
        problems.push(`${contested}: ${cancel.__typename} and ${report.status}`);
      const [stored] = await house.query<{ status: string }>(
        'SELECT status FROM "Job" WHERE id = $1',
        [contested],
      );
      if (stored?.status !== (isCompleted ? 'COMPLETED' : 'PENDING'))
        problems.push(`${contested}: answered one thing, is ${stored?.status}`);
    };
    let left = races;
    await Promise.all(
      Array.from({ length: 16 }, async () => {
        while (left > 0) {
          left -= 1;
          await race();
        }
      }),
    );
    problems.push(...(await house.truth({ acknowledged: jobs, ends: ['COMPLETED', 'PENDING'] })));
    return { figure: `${races} races: ${cancelled} cancelled, ${completed} completed`, problems };
  },
};
