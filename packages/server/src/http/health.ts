import { Hono } from 'hono';

/** Liveness and readiness: all that a server of role `worker` answers. */
export function createHealth(isReady: () => Promise<boolean>) {
  const health = new Hono();
  health.get('/healthz', (c) => c.json({ status: 'ok' }));
  health.get('/readyz', async (c) => {
    const ready = await isReady().catch(() => false);
    return c.json({ status: ready ? 'ready' : 'unavailable' }, ready ? 200 : 503);
  });
  return health;
}
