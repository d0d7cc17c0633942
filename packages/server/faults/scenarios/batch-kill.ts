import { openHouse } from '../kit/house.ts';
import type { Scenario } from '../kit/scenario.ts';
import { seconds, until } from '../kit/until.ts';

/** Another server must go on with a batch this soon after a kill. */
const resumeMs = 8_000;

export const batchKill: Scenario = {
  name: 'batch-kill',
  about: 'SIGKILL the server that works on a batch of assignments, in the middle of it',
  inShort: true,
  async run(stage) {
    const [times, size] = stage.short ? [2, 3_000] : [8, 10_000];
    const house = await openHouse(stage, { name: 'batch', servers: 2 });
    const [first] = house.servers;
    if (!first) throw new Error('A house has at least one server.');
    // It comes for its work itself, and never does: whatever was assigned stays so.
    const agentId = await house.register({ name: 'keeper', kind: 'PULL', capacity: 10_000 });
    const problems: string[] = [];
    const resumed: number[] = [];
    let taken = 0;

    for (let n = 0; n < times; n += 1) {
      const ids = await house.query<{ id: string }>(
        `WITH job AS (INSERT INTO "Job" (id, title, "requiredSkills") SELECT 'batch-' || $1 || '-' || g, 'A job of a batch', '{}' FROM generate_series(1, $2::int) g RETURNING id)
         INSERT INTO "JobLog" (id, "jobId", status, "jobVersion", "jobStatus", actor) SELECT id || '-log', id, 'PENDING', 1, 'PENDING', 'test' FROM job RETURNING "jobId" AS id`,
        [n, size],
      );
      const jobIds = ids.map(({ id }) => id);
      const { batch } = await first.mutate(
        'assignMany',
        { jobIds, agentId },
        '... on AssignManySuccess { batch { id } }',
      );
      const look = async () => {
        const [row] = await house.query<{ state: string; succeeded: number; server: string }>(
          'SELECT state, succeeded, "heldBy" AS server FROM "Batch" WHERE id = $1',
          [batch.id],
        );
        if (!row) throw new Error('The batch is gone.');
        return row;
      };
      await until('the batch is under way', 30_000, async () => (await look()).succeeded > 0, 2);
      const before = await look();
      const from = performance.now();
      await first.kill('SIGKILL');
      // It may have been the other one that had it: then nothing is to be taken over.
      await until('somebody goes on with the batch', 60_000, async () => {
        const { state, succeeded } = await look();
        return state === 'COMPLETED' || succeeded > before.succeeded;
      });
      resumed.push(performance.now() - from);
      await until('the batch has ended', 60_000, async () => (await look()).state === 'COMPLETED');
      if (before.state === 'RUNNING') taken += 1;
      const { succeeded } = await look();
      if (succeeded !== size) problems.push(`${succeeded} of ${size} jobs were assigned`);
      await first.start();
      await first.mutate('cancelMany', { jobIds });
      await until('its jobs were taken back', 60_000, async () => {
        const [row] = await house.query<{ n: string }>(
          `SELECT count(*) AS n FROM "Assignment" WHERE state = 'ASSIGNED'`,
        );
        return row?.n === '0';
      });
    }
    problems.push(...(await house.truth({ acknowledged: [], ends: ['PENDING'] })));
    const slowest = Math.max(...resumed);
    if (slowest > resumeMs)
      problems.push(`a batch went on only ${seconds(slowest)} after the kill`);
    return {
      figure: `${times} kills in batches of ${size} jobs, ${taken} of them under way, gone on with ≤ ${seconds(slowest)} later`,
      problems,
    };
  },
};
