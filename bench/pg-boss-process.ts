import { PgBoss } from 'pg-boss';
import { maxCalls, serveQueue } from './queue-life.ts';

// pg-boss, whose worker takes a whole batch at a time and fetches the next one at once while they are full.

const batchSize = 64;

await serveQueue(async (handle) => {
  const boss = new PgBoss({ connectionString: process.env['DATABASE_URL'] ?? '' });
  boss.on('error', () => {});
  await boss.start();
  await boss.createQueue('call');
  const workers = await Promise.all(
    Array.from({ length: maxCalls / batchSize }, () =>
      boss.work(
        'call',
        { batchSize, burstWhenBatchFull: true, pollingIntervalSeconds: 0.5 },
        async (jobs) => {
          await Promise.all(jobs.map(handle));
        },
      ),
    ),
  );
  return {
    async add(count) {
      await boss.insert(
        'call',
        Array.from({ length: count }, (_, n) => ({ data: { n } })),
      );
      for (const worker of workers) boss.notifyWorker(worker);
    },
  };
});
