import { type ChildProcess, fork } from 'node:child_process';
import { readFile } from 'node:fs/promises';
import { createInterface } from 'node:readline';
import { fileURLToPath } from 'node:url';
import { createTestClient, type TestClient } from '../../test/kit/client.ts';
import { freePort } from './free-port.ts';

const adminToken = 'a-token-for-fault-injection-of-more-than-32-characters';

const program = fileURLToPath(new URL('../../src/main.ts', import.meta.url));

export interface Exit {
  readonly code: number | null;
  readonly signal: NodeJS.Signals | null;
}

/** A Muster process that keeps its address from one life to the next. */
export interface Server extends TestClient {
  /** Resolves when it is ready; the milliseconds that took. */
  start(more?: ServerOptions): Promise<number>;
  /** Sends the signal and waits until the process is gone. */
  kill(signal: NodeJS.Signals): Promise<Exit>;
  /** Ends of this process that nobody asked for. */
  readonly unwanted: readonly string[];
  readonly running: boolean;
  /** Resolves when the current process has ended. */
  readonly exited: Promise<Exit>;
  /** Resident memory, in MiB. */
  memoryMiB(): Promise<number>;
  dispose(): Promise<void>;
}

export interface ServerOptions {
  readonly env?: Readonly<Record<string, string>>;
  /** Loaded before the program: a file in `faults/preload`. */
  readonly preload?: string;
}

let logged = new Map<string, number>();

/** What servers logged as errors since somebody asked last, shortened, most frequent first. */
export function takeErrors(): string[] {
  const lines = [...logged].toSorted((a, b) => b[1] - a[1]).map(([line, n]) => `${n} × ${line}`);
  logged = new Map();
  return lines;
}

/** Not started yet. */
export async function newServer(env: Readonly<Record<string, string>>): Promise<Server> {
  const port = await freePort();
  let last = '';
  const unwanted: string[] = [];
  let child: ChildProcess | undefined;
  let exited: Promise<Exit> = Promise.resolve({ code: 0, signal: null });
  let running = false;
  let asked = false;

  const note = (line: string) => {
    const short = shorten(line);
    if (short === null) return;
    last = short;
    logged.set(short, (logged.get(short) ?? 0) + 1);
  };

  const start = async ({ env: more = {}, preload }: ServerOptions = {}) => {
    const startedAt = performance.now();
    asked = false;
    const process_ = fork(program, [], {
      execArgv: preload ? ['--import', new URL(`../preload/${preload}`, import.meta.url).href] : [],
      // Of this process's environment only what a program needs to run.
      env: {
        PATH: process.env['PATH'],
        HOME: process.env['HOME'],
        NODE_ENV: 'production',
        PORT: String(port),
        MUSTER_TOKEN: adminToken,
        MUSTER_LOG_LEVEL: 'error',
        ...env,
        ...more,
      },
      stdio: ['ignore', 'pipe', 'pipe', 'ipc'],
    });
    child = process_;
    running = true;
    for (const stream of [process_.stdout, process_.stderr])
      if (stream) createInterface({ input: stream }).on('line', note);
    exited = new Promise((resolve) =>
      process_.once('exit', (code, signal) => {
        running = false;
        if (!asked) unwanted.push(`a server ended by itself (${code ?? signal})`);
        resolve({ code, signal });
      }),
    );
    await Promise.race([
      new Promise<void>((resolve) =>
        process_.on('message', (message: { type?: string }) => {
          if (message.type === 'ready') resolve();
        }),
      ),
      exited.then(({ code, signal }): never => {
        throw new Error(`a server ended with ${code ?? signal} instead of being ready: ${last}`);
      }),
    ]);
    return performance.now() - startedAt;
  };

  const kill = async (signal: NodeJS.Signals) => {
    asked = true;
    if (running) child?.kill(signal);
    return exited;
  };

  const client = createTestClient(`http://127.0.0.1:${port}`, adminToken);
  return {
    ...client,
    start,
    kill,
    unwanted,
    get running() {
      return running;
    },
    get exited() {
      return exited;
    },
    async memoryMiB() {
      const status = await readFile(`/proc/${child?.pid}/status`, 'utf8');
      return Number(/VmRSS:\s+(\d+) kB/.exec(status)?.[1] ?? 0) / 1024;
    },
    async dispose() {
      await client.close();
      await kill('SIGKILL');
    },
  };
}

/** Of a line of the log, what tells one error from another. */
function shorten(line: string): string | null {
  if (line.startsWith('Muster is ready')) return null;
  try {
    const { doing = '', msg = '', err } = JSON.parse(line);
    return `${doing || msg}: ${err?.code ?? ''} ${err?.message ?? ''}`.slice(0, 160);
  } catch {
    return line.slice(0, 160);
  }
}
