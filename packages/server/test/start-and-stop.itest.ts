import { mkdtemp, readFile, rm, stat, writeFile } from 'node:fs/promises';
import type { AddressInfo } from 'node:net';
import { createServer } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { describe, expect, onTestFinished, test } from 'vitest';
import { settings } from '../src/config.ts';
import { type FreshDatabase, freshDatabase, onPostgres } from './kit/fresh-database.ts';
import { adminToken, on, runServer, startServer } from './kit/server-process.ts';
import { openSocket } from './kit/socket.ts';
import { assignTo, newAgent, newJob } from './kit/story.ts';
import { startTestAgent } from './kit/test-agent.ts';

async function database(): Promise<FreshDatabase> {
  const fresh = await freshDatabase();
  onTestFinished(() => fresh.remove());
  return fresh;
}

async function folder(): Promise<string> {
  const path = await mkdtemp(join(tmpdir(), 'muster-start-'));
  onTestFinished(() => rm(path, { recursive: true, force: true }));
  return path;
}

/** A port that something else listens on. */
async function takenPort(): Promise<number> {
  const server = createServer((socket) => socket.destroy());
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  onTestFinished(() => new Promise<void>((resolve) => void server.close(() => resolve())));
  return (server.address() as AddressInfo).port;
}

// Starting a process on a busy machine can take ten seconds, and some tests start three.
const slow = { timeout: 90_000 };

describe('a server that stops', slow, () => {
  test.each(['SIGTERM', 'SIGINT'] as const)(
    'on %s ends with 0, having told its clients',
    async (signal) => {
      const server = await startServer(on(await database()));
      const socket = openSocket(server.url);
      await socket.init({ authorization: `Bearer ${adminToken}` });
      const query = 'subscription { jobStatusChanged { cursor } }';
      socket.send({ type: 'subscribe', id: 's', payload: { query } });
      await newJob(server);
      const { code, stderr } = await server.kill(signal);
      expect({ code, stderr }).toEqual({ code: 0, stderr: '' });
      expect(await socket.closed).toMatchObject({ code: 1001 });
    },
  );

  test('stops also when the program that started it is gone', async () => {
    const server = await startServer(on(await database()));
    server.disconnect();
    expect(await server.exited).toMatchObject({ code: 0, stderr: '' });
  });

  test('finishes the request that it is answering', async () => {
    const server = await startServer(on(await database()));
    const { agent, token } = await server.mutate('registerAgent', {
      name: 'waiting',
      description: 'waits for work',
      kind: 'PULL',
    });
    expect(agent.id).toBeTruthy();
    const waiting = fetch(`${server.url}/graphql`, {
      method: 'POST',
      headers: { authorization: `Bearer ${token}`, 'content-type': 'application/json' },
      body: JSON.stringify({
        query: 'mutation { claimAssignment(input: { waitMs: 60000 }) { __typename } }',
      }),
    });
    // Asked for after it: when this is answered, the claim has come in.
    await newJob(server);
    const exit = server.kill('SIGTERM');
    expect(await (await waiting).json()).toEqual({
      data: { claimAssignment: { __typename: 'ClaimAssignmentSuccess' } },
    });
    expect((await exit).code).toBe(0);
  });
});

describe('a server that cannot start says why in a line, and ends with 1', slow, () => {
  const fails = async (env: Record<string, string>) => {
    const { code, stderr, stdout } = await runServer({ MUSTER_DATA: await folder(), ...env });
    expect(code).toBe(1);
    expect(stdout).toBe('');
    expect(stderr).not.toMatch(/\n\s+at /);
    expect(stderr.trim().split('\n')).toHaveLength(1);
    return stderr;
  };

  test('beyond loopback without a token', async () => {
    expect(await fails({ HOST: '0.0.0.0' })).toMatch(/set MUSTER_TOKEN to at least 32 characters/);
  });

  test('with a token that can be guessed', async () => {
    expect(await fails({ MUSTER_TOKEN: 'short' })).toMatch(/shorter than 32 characters/);
  });

  test('with a port that is none', async () => {
    expect(await fails({ PORT: '70000' })).toMatch(/PORT is "70000": give a whole number/);
  });

  test('with a flag that there is not', async () => {
    const { code, stderr } = await runServer({ MUSTER_DATA: await folder() }, ['--rôle=api']);
    expect({ code, stderr }).toEqual({ code: 1, stderr: expect.stringMatching(/^.*rôle.*\n$/) });
  });

  test('with a network that is none', async () => {
    const stderr = await fails({ MUSTER_ALLOWED_NETWORKS: '10.0.0.0/99' });
    expect(stderr).toMatch(/MUSTER_ALLOWED_NETWORKS: "10.0.0.0\/99" is not a network/);
  });

  test('with a data folder that is a file', async () => {
    const path = join(await folder(), 'file');
    await writeFile(path, '');
    expect(await fails({ MUSTER_DATA: path })).toContain(path);
  });

  test('when its port is taken', async () => {
    const port = await takenPort();
    const stderr = await fails({ ...on(await database()), PORT: String(port) });
    expect(stderr).toContain(
      `127.0.0.1:${port}: something else listens there. Stop it, or set PORT.`,
    );
  });

  test('on an address that is not this machine’s', async () => {
    const stderr = await fails({
      ...on(await database()),
      HOST: '192.0.2.1',
      MUSTER_TOKEN: adminToken,
    });
    expect(stderr).toMatch(/HOST is not an address of this machine/);
  });

  test('when PostgreSQL does not answer, without the password', async () => {
    const stderr = await fails({ DATABASE_URL: 'postgres://muster:hunter2@127.0.0.1:1/muster' });
    expect(stderr).toMatch(
      /^PostgreSQL at 127\.0\.0\.1:1 cannot be reached: .*ECONNREFUSED.*DATABASE_URL/,
    );
    expect(stderr).not.toContain('hunter2');
  });

  test('when what answers is not PostgreSQL', async () => {
    const port = await takenPort();
    const stderr = await fails({ DATABASE_URL: `postgres://muster@127.0.0.1:${port}/muster` });
    expect(stderr).toContain(`PostgreSQL at 127.0.0.1:${port} cannot be reached`);
  });

  test('when PostgreSQL has no such host', async () => {
    const stderr = await fails({ DATABASE_URL: 'postgres://muster@nowhere.invalid/muster' });
    expect(stderr).toMatch(/^PostgreSQL at nowhere\.invalid:5432 cannot be reached: /);
  });

  test.runIf(onPostgres)('when PostgreSQL has no such database', async () => {
    const { databaseUrl } = await database();
    const url = new URL(databaseUrl ?? '');
    url.pathname = '/no_such_database';
    expect(await fails({ DATABASE_URL: url.href })).toMatch(
      /database "no_such_database" does not exist/,
    );
  });
});

test('--help says every setting, and starts nothing', slow, async () => {
  const { code, stdout, stderr } = await runServer({}, ['--help']);
  expect({ code, stderr }).toEqual({ code: 0, stderr: '' });
  for (const [name] of settings) expect(stdout).toContain(`  ${name} `);
});

describe.runIf(onPostgres)('the roles', slow, () => {
  test('a server that only answers leaves the calls to one that only works', async () => {
    const data = on(await database());
    const api = await startServer({ ...data, MUSTER_ROLE: 'api' });
    const agent = await startTestAgent(({ answer }) => answer(200, { outcome: 'COMPLETED' }));
    const { id } = await newAgent(api, { endpoint: agent.url });
    const jobId = await newJob(api);
    await assignTo(api, jobId, id);
    expect(agent.deliveries).toEqual([]);

    const worker = await startServer({
      ...data,
      MUSTER_ROLE: 'worker',
      MUSTER_PUBLIC_URL: api.url,
    });
    await using changes = api.subscribe({ jobId });
    await changes.until(({ status }) => status === 'COMPLETED');
    expect(agent.deliveries).toHaveLength(1);
    expect(agent.deliveries[0]?.body.data.reportUrl).toMatch(new RegExp(`^${api.url}/`));
    for (const server of [api, worker]) {
      expect(await server.kill('SIGTERM')).toMatchObject({ code: 0, stderr: '' });
    }
  });
});

describe.skipIf(onPostgres)('the embedded database', slow, () => {
  test('belongs to one process at a time; a second one says so, and leaves the first alone', async () => {
    const shared = await database();
    const first = await startServer(on(shared));
    const { code, stderr } = await runServer(on(shared));
    expect(code).toBe(1);
    expect(stderr).toMatch(
      /^Another Muster is running on the data folder .*set MUSTER_DATA.*DATABASE_URL\.\n$/,
    );
    const jobId = await newJob(first);
    await first.kill('SIGTERM');

    const next = await startServer(on(shared));
    const { job } = await next.graphql('query ($id: ID!) { job(id: $id) { id } }', { id: jobId });
    expect(job).toEqual({ id: jobId });
  });

  test('and the token are made at a first start, for their owner only, and kept', async () => {
    const data = join(await folder(), 'not', 'there', 'yet');
    const first = await startServer({ MUSTER_DATA: data, MUSTER_TOKEN: '' });
    const { stdout } = await first.kill('SIGTERM');
    const token = (await readFile(join(data, 'token'), 'utf8')).trim();
    expect(token.length).toBeGreaterThanOrEqual(32);
    expect(stdout).toContain(`Muster is ready: ${first.url}/?token=${token}`);
    expect((await stat(join(data, 'token'))).mode & 0o777).toBe(0o600);
    expect((await stat(data)).mode & 0o077).toBe(0);

    const again = await startServer({ MUSTER_DATA: data, MUSTER_TOKEN: '' });
    const { stdout: later } = await again.kill('SIGTERM');
    expect(later).toContain(`/?token=${token}`);
  });
});
