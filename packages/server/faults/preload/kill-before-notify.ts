import pg from 'pg';

// Dies between commit and publish: as the n-th announcement is about to be sent, what it announces has been committed.
// Loaded before the server by `--import`; n comes by MUSTER_FAULT_KILL_AT.
const at = Number(process.env['MUSTER_FAULT_KILL_AT'] ?? Number.POSITIVE_INFINITY);
let announced = 0;

const query = pg.Pool.prototype.query;
pg.Pool.prototype.query = function (this: pg.Pool, ...args: unknown[]) {
  if (typeof args[0] === 'string' && args[0].startsWith('NOTIFY ')) {
    announced += 1;
    if (announced >= at) process.kill(process.pid, 'SIGKILL');
  }
  return Reflect.apply(query, this, args);
} as typeof query;
