import { mkdtemp, readFile, rm, stat, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, expect, test } from 'vitest';
import { countWords, runPullAgent } from '../src/pull-agent.ts';
import {
  type Listener,
  listenForRequests,
  type Received,
  type Reply,
} from './listen-for-requests.ts';

let folder: string;
beforeEach(async () => {
  folder = await mkdtemp(join(tmpdir(), 'muster-pull-'));
});
afterEach(() => rm(folder, { recursive: true }));

test.each([
  ['', { words: 0, unique: 0, characters: 0, lines: 0 }],
  ["Don't stop, don't\nwell-known Naïve 42!\n", { words: 6, unique: 5, characters: 39, lines: 2 }],
  ['😀 héllo', { words: 1, unique: 1, characters: 7, lines: 1 }],
])('counts %j', (text, output) => {
  expect(countWords({ text })).toEqual({ outcome: 'COMPLETED', output });
});

test('asks for a text when there is none', () => {
  for (const inputs of [null, {}, { text: 1 }]) {
    expect(countWords(inputs)).toMatchObject({ outcome: 'RESUBMISSION_REQUIRED' });
  }
});

interface Seen {
  /** The mutation's name, or `agents`. */
  field: string;
  input: Record<string, unknown>;
  token: string;
}

function read({ body, headers }: Received): Seen {
  const { query, variables } = body as {
    query: string;
    variables?: { input: Record<string, unknown> };
  };
  const field = /result: (\w+)/.exec(query)?.[1] ?? 'agents';
  return { field, input: variables?.input ?? {}, token: headers.authorization?.slice(7) ?? '' };
}

const result = (value: object): Reply => ({ status: 200, body: { data: { result: value } } });

/** A Muster with one assignment; it hangs on the claims that follow it, as on a queue that stays empty. */
function musterWithWork(options: {
  known?: boolean;
  refuse?: string;
  report?(seen: Seen): Reply | undefined;
}) {
  let claims = 0;
  return (request: Received): Reply | Promise<Reply> => {
    const seen = read(request);
    if (seen.token === options.refuse) return { status: 401 };
    switch (seen.field) {
      case 'agents': {
        const node = { id: 'agent-1', name: 'word-counter' };
        return {
          status: 200,
          body: { data: { agents: { edges: options.known ? [{ node }] : [] } } },
        };
      }
      case 'registerAgent':
        return result({ token: 'registered token' });
      case 'rotateAgentToken':
        return result({ token: 'rotated token' });
      case 'claimAssignment': {
        claims += 1;
        if (claims > 1) return new Promise(() => {});
        const assignment = { id: 'assignment-1', job: { inputs: { text: 'one two two' } } };
        return result({ assignment, leaseToken: 'lease-1' });
      }
      default:
        return options.report?.(seen) ?? result({});
    }
  };
}

async function run(
  muster: Listener,
  more: Partial<Parameters<typeof runPullAgent>[0]> = {},
  tokenFile = join(folder, 'data', 'word-counter.token'),
) {
  const stop = new AbortController();
  const ended = runPullAgent({
    musterUrl: muster.url,
    adminToken: 'admin token',
    tokenFile,
    signal: stop.signal,
    log: () => {},
    ...more,
  });
  ended.catch(() => {});
  return { ended, stop, tokenFile };
}

/** Requests up to the first of that mutation. */
async function until(muster: Listener, field: string): Promise<Seen[]> {
  const seen: Seen[] = [];
  do seen.push(read(await muster.next()));
  while (seen.at(-1)?.field !== field);
  return seen;
}

test('registers, keeps its token to itself, claims, works and reports', async () => {
  const muster = await listenForRequests(musterWithWork({}));
  const { ended, stop, tokenFile } = await run(muster);
  const seen = [
    ...(await until(muster, 'claimAssignment')),
    ...(await until(muster, 'claimAssignment')),
  ];
  expect(seen.map(({ field, token }) => `${field} as ${token}`)).toEqual([
    'agents as admin token',
    'registerAgent as admin token',
    'claimAssignment as registered token',
    'reportAssignment as registered token',
    'reportAssignment as registered token',
    'claimAssignment as registered token',
  ]);
  expect(seen[1]?.input).toMatchObject({ name: 'word-counter', kind: 'PULL' });
  expect(seen[3]?.input).toEqual({
    assignmentId: 'assignment-1',
    leaseToken: 'lease-1',
    outcome: 'STARTED',
  });
  expect(seen[4]?.input).toEqual({
    assignmentId: 'assignment-1',
    leaseToken: 'lease-1',
    outcome: 'COMPLETED',
    output: { words: 3, unique: 2, characters: 11, lines: 1 },
  });
  expect(await readFile(tokenFile, 'utf8')).toBe('registered token');
  expect((await stat(tokenFile)).mode & 0o777).toBe(0o600);
  stop.abort();
  await expect(ended).rejects.toThrow('aborted');
  await muster.close();
});

test('uses the token it kept', async () => {
  const tokenFile = join(folder, 'token');
  await writeFile(tokenFile, 'kept token\n');
  const muster = await listenForRequests(musterWithWork({ known: true }));
  const { stop } = await run(muster, {}, tokenFile);
  expect(read(await muster.next())).toMatchObject({
    field: 'claimAssignment',
    token: 'kept token',
  });
  stop.abort();
  await muster.close();
});

test.each([undefined, 'stale token'])(
  'asks for a new token when the one it has is %j',
  async (kept) => {
    const tokenFile = join(folder, 'token');
    if (kept) await writeFile(tokenFile, kept);
    const answer = musterWithWork({ known: true, ...(kept ? { refuse: kept } : {}) });
    const muster = await listenForRequests(answer);
    const { stop } = await run(muster, {}, tokenFile);
    const seen = await until(muster, 'rotateAgentToken');
    expect(seen.at(-1)?.input).toEqual({ agentId: 'agent-1' });
    expect(await until(muster, 'claimAssignment')).toMatchObject([{ token: 'rotated token' }]);
    stop.abort();
    await muster.close();
  },
);

test('ends when even the admin token is refused', async () => {
  const muster = await listenForRequests(() => ({ status: 401 }));
  const { ended } = await run(muster);
  await expect(ended).rejects.toThrow('refuses the token');
  await muster.close();
});

test('sends heartbeats while it works', async () => {
  const muster = await listenForRequests(musterWithWork({}));
  const beaten = Promise.withResolvers<void>();
  const work = async () => {
    await beaten.promise;
    return { outcome: 'COMPLETED', output: {} };
  };
  const { stop } = await run(muster, { work, heartbeatMs: 5 });
  const seen = await until(muster, 'heartbeat');
  expect(seen.at(-1)?.input).toEqual({ assignmentId: 'assignment-1', leaseToken: 'lease-1' });
  beaten.resolve();
  const rest = await until(muster, 'reportAssignment');
  expect(rest.at(-1)?.input).toMatchObject({ outcome: 'COMPLETED' });
  stop.abort();
  await muster.close();
});

test('reports its own defects as failures', async () => {
  const muster = await listenForRequests(musterWithWork({}));
  const work = () => {
    throw new Error('a defect');
  };
  const { stop } = await run(muster, { work });
  await until(muster, 'reportAssignment');
  expect((await until(muster, 'reportAssignment')).at(-1)?.input).toMatchObject({
    outcome: 'FAILED',
    failure: { class: 'agent_error', message: 'Error: a defect' },
  });
  stop.abort();
  await muster.close();
});

test('leaves an assignment whose lease is stale', async () => {
  const report = () => result({ code: 'STALE_LEASE', message: 'The lease has expired' });
  const muster = await listenForRequests(musterWithWork({ report }));
  const { stop } = await run(muster);
  await until(muster, 'claimAssignment');
  const seen = await until(muster, 'claimAssignment');
  expect(seen.map(({ field }) => field)).toEqual(['reportAssignment', 'claimAssignment']);
  stop.abort();
  await muster.close();
});

test('tries again after a broken connection', async () => {
  let broken = false;
  const report = (): Reply | undefined => {
    if (broken) return undefined;
    broken = true;
    return 'hangUp';
  };
  const muster = await listenForRequests(musterWithWork({ report }));
  const { stop } = await run(muster);
  await until(muster, 'claimAssignment');
  const seen = await until(muster, 'claimAssignment');
  expect(seen.map(({ input }) => input['outcome'])).toEqual([
    'STARTED',
    'STARTED',
    'COMPLETED',
    undefined,
  ]);
  stop.abort();
  await muster.close();
});
