import { type ChildProcess, fork } from 'node:child_process';
import type { Readable } from 'node:stream';
import { text as textOf } from 'node:stream/consumers';
import { fileURLToPath } from 'node:url';
import { onTestFinished } from 'vitest';
import { createTestClient, type TestClient } from './client.ts';
import type { FreshDatabase } from './fresh-database.ts';

export const adminToken = 'a-token-for-tests-of-32-characters-and-more';

const program = fileURLToPath(new URL('../../src/main.ts', import.meta.url));

export interface Exit {
  readonly code: number | null;
  readonly signal: NodeJS.Signals | null;
  readonly stdout: string;
  readonly stderr: string;
}

export interface ServerProcess extends TestClient {
  readonly exited: Promise<Exit>;
  /** Sends the signal and waits until the process is gone. */
  kill(signal: NodeJS.Signals): Promise<Exit>;
  /** Goes away as the program that started it. */
  disconnect(): void;
}

export type Env = Readonly<Record<string, string>>;

/** What makes a server work on this database. */
export const on = ({ databaseUrl, dataDir }: FreshDatabase): Env => ({
  MUSTER_DATA: dataDir,
  ...(databaseUrl === null ? {} : { DATABASE_URL: databaseUrl }),
});

const text = (stream: Readable | null) => (stream === null ? '' : textOf(stream));

function start(
  env: Env,
  flags: readonly string[] = [],
): { child: ChildProcess; exited: Promise<Exit> } {
  const child = fork(program, [...flags], {
    // Of this process's environment only what a program needs to run: no settings of the test runner, none of Muster.
    env: { PATH: process.env['PATH'], HOME: process.env['HOME'], PORT: '0', ...env },
    execArgv: [],
    stdio: ['ignore', 'pipe', 'pipe', 'ipc'],
  });
  const exited = Promise.all([
    new Promise<Pick<Exit, 'code' | 'signal'>>((resolve) =>
      child.on('exit', (code, signal) => resolve({ code, signal })),
    ),
    text(child.stdout),
    text(child.stderr),
  ]).then(([ending, stdout, stderr]): Exit => ({ ...ending, stdout, stderr }));
  onTestFinished(async () => {
    child.kill('SIGKILL');
    await exited;
  });
  return { child, exited };
}

/** Muster as operators run it: a process of its own, that has said that it is ready. Killed when the test is over. */
export async function startServer(env: Env): Promise<ServerProcess> {
  const { child, exited } = start({ MUSTER_TOKEN: adminToken, ...env });
  const url = await Promise.race([
    new Promise<string>((resolve) =>
      child.on('message', (message: { type?: string; url?: string }) => {
        if (message.type === 'ready' && message.url) resolve(message.url);
      }),
    ),
    exited.then(({ code, stderr }): never => {
      throw new Error(`The server ended with ${code} instead of being ready: ${stderr}`);
    }),
  ]);
  return {
    ...createTestClient(url, adminToken),
    exited,
    kill(signal) {
      child.kill(signal);
      return exited;
    },
    disconnect: () => child.disconnect(),
  };
}

/** A server that is expected not to start: how it ended. */
export const runServer = (env: Env, flags?: readonly string[]): Promise<Exit> =>
  start(env, flags).exited;
