import { pino } from 'pino';
import { onTestFinished } from 'vitest';
import { type Config, readConfig } from '../../src/config.ts';
import { type Muster, startMuster } from '../../src/container.ts';
import { createTestClient, type TestClient } from './client.ts';
import { type FreshDatabase, freshDatabase } from './fresh-database.ts';

export interface TestMuster extends TestClient {
  readonly muster: Muster;
  readonly database: FreshDatabase;
  /** A client with another token: an agent's, or a wrong one. */
  as(token: string): TestClient;
  stop(): Promise<void>;
}

export interface TestOptions extends Partial<Config> {
  /** Works on this database, and leaves it when stopped. */
  readonly database?: FreshDatabase;
}

/** A whole Muster in this process, on a free port and a database of its own; it logs nothing unless it breaks. */
export async function startTestMuster({
  database: given,
  ...overrides
}: TestOptions = {}): Promise<TestMuster> {
  const database = given ?? (await freshDatabase());
  const config: Config = {
    ...readConfig({ PORT: '0' }),
    databaseUrl: database.databaseUrl,
    dataDir: database.dataDir,
    // What follows a failure has tests of its own: elsewhere the first one is final.
    maxAttempts: 1,
    // Several run at once, two in some tests, and a server of PostgreSQL takes a hundred connections in all.
    maxConnections: 5,
    ...overrides,
  };
  const muster = await startMuster(
    config,
    pino({ level: process.env['MUSTER_TEST_LOG'] ?? 'silent' }),
  );
  const client = createTestClient(muster.url, muster.token);
  let stopped: Promise<void> | undefined;
  return {
    ...client,
    muster,
    database,
    as: (token) => createTestClient(muster.url, token),
    stop() {
      stopped ??= (async () => {
        await client.close();
        await muster.stop();
        if (!given) await database.remove();
      })();
      return stopped;
    },
  };
}

/** The same, stopped when the test is over. */
export async function musterForTest(options?: TestOptions): Promise<TestMuster> {
  const muster = await startTestMuster(options);
  onTestFinished(() => muster.stop());
  return muster;
}
