import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { type Child, startChild } from './child.ts';
import type { Round } from './closed-loop.ts';
import type { PendingJobs } from './jobs.ts';

/** What the Muster process tells when it is ready. */
export interface MusterReady {
  readonly url: string;
  readonly token: string;
}

/** Asks it to assign jobs through the use case, in process. */
export interface AssignRound {
  readonly callers: number;
  readonly seconds: number;
  readonly jobs: PendingJobs;
}

export type MusterProcess = Child<MusterReady, AssignRound, Round>;

/** One Muster on the given database, otherwise with the settings that it has by itself. */
export async function startMusterProcess(databaseUrl: string): Promise<MusterProcess> {
  const dataDir = await mkdtemp(join(tmpdir(), 'muster-bench-'));
  const removeDir = () => rm(dataDir, { recursive: true, force: true });
  const program = new URL('./muster-process.ts', import.meta.url);
  const env = { DATABASE_URL: databaseUrl, MUSTER_DATA: dataDir, HOST: '127.0.0.1', PORT: '0' };
  try {
    const child = await startChild<MusterReady, AssignRound, Round>(program, env);
    return {
      ...child,
      async [Symbol.asyncDispose]() {
        await child[Symbol.asyncDispose]();
        await removeDir();
      },
    };
  } catch (error) {
    await removeDir();
    throw error;
  }
}
