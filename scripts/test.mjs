// Runs vitest and ends with one line of real counts, for people and for .ci/run.
import fs from 'node:fs';
import path from 'node:path';
import { cacheDir, fromRoot, readJson, root } from './paths.mjs';
import { ownNode, runAttached } from './processes.mjs';
import { findChromium, findPostgres } from './test-resources.mjs';

const report = path.join(cacheDir, 'vitest.json');

export async function test(args) {
  fs.rmSync(report, { force: true });
  const code = await runAttached(ownNode, [
    fromRoot('node_modules/vitest/vitest.mjs'),
    'run',
    '--reporter=default',
    '--reporter=json',
    `--outputFile.json=${report}`,
    ...args,
  ]);
  const { passed, failed, skipped } = count(code);
  for (const line of await skippedSuites()) console.log(line);
  console.log(`${passed} passed, ${failed} failed${skipped > 0 ? `, ${skipped} skipped` : ''}`);
  if (passed + failed === 0) console.error('No test ran.');
  return code !== 0 ? code : failed > 0 || passed === 0 ? 1 : 0;
}

function count(code) {
  if (!fs.existsSync(report)) return { passed: 0, failed: 1, skipped: 0 };
  const { numPassedTests, numFailedTests, numPendingTests, numTodoTests, testResults } =
    readJson(report);
  // A file that did not load, or whose hook threw, has failed though none of its tests says so.
  const brokenFiles = testResults.filter(
    ({ status, assertionResults }) =>
      status === 'failed' && !assertionResults.some((test) => test.status === 'failed'),
  );
  for (const { name } of brokenFiles) console.log(`Broken: ${path.relative(root, name)}`);
  const failed = numFailedTests + brokenFiles.length;
  return {
    passed: numPassedTests,
    // An error outside any test (a rejection nobody awaited) shows only in vitest's exit code.
    failed: failed === 0 && code !== 0 && testResults.length > 0 ? 1 : failed,
    skipped: numPendingTests + numTodoTests,
  };
}

async function skippedSuites() {
  const [postgres, chromium] = await Promise.all([findPostgres(), findChromium()]);
  return [
    ...(postgres.found ? [] : [`Skipped: the integration tests on PostgreSQL: ${postgres.note}`]),
    ...(chromium.found ? [] : [`Skipped: the browser tests: ${chromium.note}`]),
  ];
}
