import { existsSync } from 'node:fs';
import { mkdtemp, readFile, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { type Api, connectApi } from './api.ts';
import { type Program, root, startProgram } from './program.ts';

/** A whole Muster, as `npm start` would run it, on a database of its own. */
export interface Stack {
  readonly url: string;
  readonly token: string;
  readonly api: Api;
  /** Ends the server as a power cut would. The agents live on. */
  killServer(): Promise<void>;
  /** Ends the server in order. */
  stopServer(): Promise<void>;
  /**
   * Starts the server again on the same data: where it was, or `elsewhere`, where no open page finds it; to do all, or
   * in the role `api` to answer only, so that background work waits.
   */
  startServer(place?: 'here' | 'elsewhere', role?: 'all' | 'api'): Promise<Api>;
  /** Ends everything in order, and removes the data. */
  stop(): Promise<void>;
}

export async function startStack({ samples }: { samples: boolean }): Promise<Stack> {
  if (!existsSync(join(root, 'packages/web/dist/index.html'))) {
    throw new Error(
      'The console is not built: packages/web/dist has no index.html. `npm test` builds it, and so does `vite build` in packages/web.',
    );
  }
  const data = await mkdtemp(join(tmpdir(), 'muster-e2e-'));
  const programs: Program[] = [];
  const stop = async () => {
    // The server first, while the agents still answer, so that it can see running calls through.
    const failures: unknown[] = [];
    for (const program of programs) await program.stop().catch((error) => failures.push(error));
    await rm(data, { recursive: true, force: true });
    if (failures.length > 0) throw failures[0];
  };

  try {
    let { server, url } = await startServer(data, '0');
    programs.push(server);
    const { port } = new URL(url);
    const token = (await readFile(join(data, 'token'), 'utf8')).trim();
    if (samples) programs.push(await startSamples(url, data));
    return {
      url,
      token,
      api: connectApi(url, token),
      killServer: () => server.kill(),
      stopServer: () => server.stop(),
      async startServer(place = 'here', role = 'all') {
        const next = await startServer(data, place === 'here' ? port : '0', role);
        server = next.server;
        programs[0] = server;
        return connectApi(next.url, token);
      },
      stop,
    };
  } catch (error) {
    await stop();
    throw error;
  }
}

async function startServer(
  data: string,
  port: string,
  role = 'all',
): Promise<{ server: Program; url: string }> {
  const server = startProgram('packages/server/src/main.ts', [], {
    PORT: port,
    MUSTER_DATA: data,
    MUSTER_ROLE: role,
    MUSTER_LOG_LEVEL: 'warn',
  });
  const url = await server.saying(({ message }) => urlOfReady(message));
  return { server, url };
}

function urlOfReady(message: unknown): string | undefined {
  if (typeof message !== 'object' || message === null) return undefined;
  if (!('type' in message) || message.type !== 'ready' || !('url' in message)) return undefined;
  return String(message.url);
}

async function startSamples(url: string, data: string): Promise<Program> {
  const samples = startProgram('examples/agents/src/main.ts', ['--port', '0'], {
    MUSTER_URL: url,
    MUSTER_DATA: data,
  });
  await samples.saying(({ output }) => output?.includes('Sample agents ready') || undefined);
  return samples;
}
