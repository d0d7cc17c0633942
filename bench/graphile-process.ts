import { Logger, run } from 'graphile-worker';
import pg from 'pg';
import { maxCalls, serveQueue } from './queue-life.ts';

// graphile-worker with the settings that its documentation gives for the highest throughput: jobs fetched by the
// hundred and completed in batches.

const connectionString = process.env['DATABASE_URL'] ?? '';
const pool = new pg.Pool({ connectionString, max: 4 });

await serveQueue(async (handle) => {
  await run({
    connectionString,
    logger: new Logger(() => () => {}),
    preset: {
      worker: {
        concurrentJobs: maxCalls,
        maxPoolSize: 10,
        pollInterval: 500,
        localQueue: { size: 500 },
        completeJobBatchDelay: 0,
        failJobBatchDelay: 0,
      },
    },
    noHandleSignals: true,
    taskList: { call: handle },
  });
  return {
    async add(count) {
      await pool.query(
        `SELECT graphile_worker.add_jobs(array(
           SELECT json_populate_record(null::graphile_worker.job_spec, json_build_object('identifier', 'call', 'payload', json_build_object('n', n)))
           FROM generate_series(1, $1::int) n))`,
        [count],
      );
    },
  };
});
