import { availableParallelism } from 'node:os';
import { defineConfig, type TestProjectConfiguration } from 'vitest/config';
import { findChromium, findPostgres } from './scripts/test-resources.mjs';

// The projects run in this order. Within a group, files run side by side; the groups run one after another,
// so that a suite that waits on a real browser or database does not compete with two hundred unit tests.
const order = { unit: 0, integration: 1, browser: 2 };

const [postgres, chromium] = await Promise.all([findPostgres(), findChromium()]);

// Our files are resolved by Vite, what they import by Node: they must agree, or there are two copies of
// packages such as graphql that tell their objects apart by class.
const ssr = { resolve: { conditions: ['development', 'module-sync', 'node'] } };

function unit(name: string, include: string[]): TestProjectConfiguration {
  return {
    ssr,
    test: {
      name,
      include,
      testTimeout: 10_000,
      sequence: { groupOrder: order.unit },
    },
  };
}

// The same files on both databases. The tests read MUSTER_TEST_DB and, for PostgreSQL, the address.
function integration(db: 'embedded' | 'postgres', env: Record<string, string>) {
  return {
    ssr,
    test: {
      name: `integration:${db}`,
      include: ['packages/server/test/**/*.itest.ts'],
      env: { MUSTER_TEST_DB: db, ...env },
      globalSetup: 'packages/server/test/kit/template-database.ts',
      testTimeout: 30_000,
      // Opening a fresh embedded database takes two to four seconds, more on a busy machine.
      hookTimeout: 60_000,
      sequence: { groupOrder: order.integration },
    },
  } satisfies TestProjectConfiguration;
}

const projects: TestProjectConfiguration[] = [
  unit('domain', ['packages/domain/**/*.test.ts']),
  unit('schema', ['packages/schema/**/*.test.ts']),
  unit('server', ['packages/server/{src,test}/**/*.test.ts']),
  unit('web', ['packages/web/**/*.test.{ts,tsx}']),
  unit('examples', ['examples/**/*.test.ts']),
  integration('embedded', {}),
];

if (postgres.found) {
  projects.push(integration('postgres', { MUSTER_TEST_DATABASE_URL: postgres.found }));
} else {
  console.warn(`Skipping the integration tests on PostgreSQL: ${postgres.note}`);
}

if (chromium.found) {
  projects.push({
    test: {
      name: 'e2e',
      include: ['e2e/**/*.test.ts'],
      env: { MUSTER_CHROMIUM: chromium.found },
      testTimeout: 90_000,
      hookTimeout: 90_000,
      // Each file starts a whole stack and a browser: one at a time.
      maxWorkers: 1,
      sequence: { groupOrder: order.browser },
    },
  });
} else {
  console.warn(`Skipping the browser tests: ${chromium.note}`);
}

export default defineConfig({
  test: {
    projects,
    maxWorkers: Math.min(4, availableParallelism()),
    exclude: ['**/node_modules/**', '**/dist/**', '**/generated/**'],
    // A test that hangs in its teardown must not hang the gate.
    teardownTimeout: 20_000,
  },
});
