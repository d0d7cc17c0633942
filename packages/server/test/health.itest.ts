import { describe, expect, onTestFinished, test } from 'vitest';
import { freshDatabase, onPostgres } from './kit/fresh-database.ts';
import { openSocket } from './kit/socket.ts';
import { onServer } from './kit/template-database.ts';
import { musterForTest, startTestMuster } from './kit/test-muster.ts';

const ask = async (url: string, path: string) => {
  const response = await fetch(`${url}${path}`);
  return { status: response.status, body: await response.json() };
};

describe('health', () => {
  test('needs no token: it lives, and it is ready with a database that is migrated', async () => {
    const { url } = await musterForTest();
    expect(await ask(url, '/healthz')).toEqual({ status: 200, body: { status: 'ok' } });
    expect(await ask(url, '/readyz')).toEqual({ status: 200, body: { status: 'ready' } });
  });

  test.runIf(onPostgres)(
    'without its database it lives, but is not ready; with it again, it is',
    async () => {
      const database = await freshDatabase();
      onTestFinished(() => database.remove());
      const muster = await startTestMuster({ database });
      onTestFinished(() => muster.stop());
      const name = new URL(database.databaseUrl ?? '').pathname.slice(1);
      const server = process.env['MUSTER_TEST_DATABASE_URL'] ?? '';
      const allowConnections = (allowed: boolean) =>
        onServer(server, (client) =>
          client.query(`ALTER DATABASE "${name}" WITH ALLOW_CONNECTIONS ${allowed}`),
        );

      await allowConnections(false);
      await onServer(server, (client) =>
        client.query('SELECT pg_terminate_backend(pid) FROM pg_stat_activity WHERE datname = $1', [
          name,
        ]),
      );
      expect(await ask(muster.url, '/readyz')).toEqual({
        status: 503,
        body: { status: 'unavailable' },
      });
      expect((await ask(muster.url, '/healthz')).status).toBe(200);
      const { body } = await muster.post('/graphql', { query: '{ jobs { totalCount } }' });
      expect(body.errors).toMatchObject([{ extensions: { code: 'UNAVAILABLE' } }]);
      // A token that is not the operator's is looked up before anything else.
      const agent = { authorization: 'Bearer perhaps-an-agents' };
      const asked = await muster.post('/graphql', { query: '{ version }' }, agent);
      expect(asked.status).toBe(503);
      expect(asked.headers.get('retry-after')).toBe('2');
      expect(asked.body.errors).toMatchObject([{ extensions: { code: 'UNAVAILABLE' } }]);
      const reported = await muster.post('/api/jobs/any/cancel', {});
      expect(reported).toMatchObject({ status: 503, body: { code: 'UNAVAILABLE' } });
      const socket = openSocket(muster.url);
      await socket.upgraded;
      socket.send({ type: 'connection_init', payload: agent });
      expect(await socket.closed).toMatchObject({ code: 1013 });

      // Whoever begins to follow now has only to wait.
      await using patient = muster.subscribe();
      const told = patient.take(1);

      await allowConnections(true);
      expect(await ask(muster.url, '/readyz')).toMatchObject({ status: 200 });
      // Also what is told is heard again: the listener connects by itself.
      await using changes = muster.subscribe();
      const created = await muster.mutate('createJob', { title: 'After the outage' });
      const [change] = await changes.take(1);
      expect(change.job.id).toBe(created.job.id);
      expect((await told)[0].job.id).toBe(created.job.id);
    },
  );

  test.runIf(onPostgres)('with a database that lacks a migration it is not ready', async () => {
    const database = await freshDatabase();
    onTestFinished(() => database.remove());
    const muster = await startTestMuster({ database });
    onTestFinished(() => muster.stop());
    await onServer(database.databaseUrl ?? '', (client) =>
      client.query('UPDATE "_prisma_migrations" SET rolled_back_at = now()'),
    );
    expect(await ask(muster.url, '/readyz')).toMatchObject({ status: 503 });
  });
});
