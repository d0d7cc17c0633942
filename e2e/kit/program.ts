import { type ChildProcess, spawn } from 'node:child_process';
import { once } from 'node:events';
import { fileURLToPath, pathToFileURL } from 'node:url';

export const root = fileURLToPath(new URL('../../', import.meta.url));

// A test that is killed takes its programs with it: see the file.
const leaveWithParent = pathToFileURL(`${root}scripts/leave-with-parent.mjs`).href;

/** Longer, and a program that was asked to stop has hung. */
const stopWithinMs = 25_000;
const keptOutput = 20_000;

interface Said {
  /** All that it has printed. */
  readonly output?: string;
  /** A message to its parent. */
  readonly message?: unknown;
}

/** A program of this repository, running as a process of its own. */
export interface Program {
  /** Waits until `find` makes something of what it says; fails when the program ends before. */
  saying<T extends {}>(find: (said: Said) => T | undefined): Promise<T>;
  /** The end of what it printed. */
  output(): string;
  /** Asks it to end, and waits; fails when it ends badly or not at all. */
  stop(): Promise<void>;
  /** Ends it as a power cut would, and waits. */
  kill(): Promise<void>;
}

/** Starts `file`, a path from the repository's root, under this Node. */
export function startProgram(
  file: string,
  args: readonly string[],
  env: Readonly<Record<string, string>>,
): Program {
  const child = spawn(process.execPath, ['--import', leaveWithParent, file, ...args], {
    cwd: root,
    env: { ...plainEnvironment(), ...env },
    stdio: ['ignore', 'pipe', 'pipe', 'ipc'],
  });
  const ended = once(child, 'exit');
  let output = '';
  for (const stream of [child.stdout, child.stderr]) {
    stream?.setEncoding('utf8').on('data', (text: string) => {
      output = (output + text).slice(-keptOutput);
    });
  }
  const told = () => `${file} said:\n${output}`;

  return {
    output: () => output,
    async saying(find) {
      const { promise, resolve, reject } =
        Promise.withResolvers<NonNullable<ReturnType<typeof find>>>();
      const consider = (said: Said) => {
        const found = find(said);
        if (found !== undefined && found !== null) resolve(found);
      };
      const onText = () => consider({ output });
      const onMessage = (message: unknown) => consider({ message });
      child.stdout?.on('data', onText);
      child.on('message', onMessage);
      child.once('exit', (code, signal) =>
        reject(new Error(`${file} ended (${signal ?? code}) instead of getting ready. ${told()}`)),
      );
      onText();
      try {
        return await promise;
      } finally {
        child.stdout?.off('data', onText);
        child.off('message', onMessage);
      }
    },
    async stop() {
      if (hasEnded(child)) return;
      child.kill('SIGTERM');
      const hung = setTimeout(() => child.kill('SIGKILL'), stopWithinMs);
      const [code, signal] = await ended;
      clearTimeout(hung);
      if (code !== 0)
        throw new Error(`${file} did not stop in order (${signal ?? code}). ${told()}`);
    },
    async kill() {
      if (hasEnded(child)) return;
      child.kill('SIGKILL');
      await ended;
    },
  };
}

function hasEnded(child: ChildProcess): boolean {
  return child.exitCode !== null || child.signalCode !== null;
}

/** The environment without what would set up another Muster than the one under test. */
function plainEnvironment(): NodeJS.ProcessEnv {
  const foreign = /^(MUSTER_|OPENAI_|VITEST|NODE_OPTIONS$|NODE_ENV$|PORT$|HOST$|DATABASE_URL$)/;
  const kept = Object.entries(process.env).filter(([name]) => !foreign.test(name));
  return { ...Object.fromEntries(kept), NODE_ENV: 'production' };
}
