// Runs vitest and ends with one line of real counts, for people and for .ci/run.
import fs from 'node:fs';
import path from 'node:path';
import { cacheDir, fromRoot, readJson, root } from './paths.mjs';
import { buildWeb } from './prepare.mjs';
import { ownNode, runAttached, Stop } from './processes.mjs';
import { findChromium, findPostgres } from './test-resources.mjs';

const report = path.join(cacheDir, 'vitest.json');

export async function test(args) {
  const unbuilt = needsConsole(args) ? await buildFailure() : undefined;
  fs.rmSync(report, { force: true });
  const code = await runAttached(ownNode, [
    fromRoot('node_modules/vitest/vitest.mjs'),
    'run',
    '--reporter=default',
    '--reporter=json',
    `--outputFile.json=${report}`,
    ...args,
  ]);
  const counts = count(code);
  const { passed, skipped } = counts;
  const failed = counts.failed + (unbuilt ? 1 : 0);
  if (unbuilt) console.log(`The console does not build:\n${unbuilt.message}`);
  const lines = [...(await missingResources()), ...skippedTests(args)];
  for (const line of lines) console.log(`Skipped: ${line}`);
  if (passed + failed === 0) console.log('No test ran.');
  console.log(`${passed} passed, ${failed} failed${skipped > 0 ? `, ${skipped} skipped` : ''}`);
  return code !== 0 ? code : failed > 0 || passed === 0 ? 1 : 0;
}

// The browser tests open the built console; whoever names other projects need not wait for it.
function needsConsole(args) {
  const named = args.some((arg) => arg.startsWith('--project'));
  return !named || args.some((arg) => /\be2e\b/.test(arg));
}

// A console that does not build is one failure; everything else still runs.
async function buildFailure() {
  try {
    await buildWeb();
    return undefined;
  } catch (error) {
    if (error instanceof Stop) return error;
    throw error;
  }
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

async function missingResources() {
  const [postgres, chromium] = await Promise.all([findPostgres(), findChromium()]);
  return [
    ...(postgres.found ? [] : [`the integration tests on PostgreSQL: ${postgres.note}`]),
    ...(chromium.found ? [] : [`the browser tests: ${chromium.note}`]),
  ];
}

// The tests that skipped themselves; not those that a name filter left out.
function skippedTests(args) {
  const filtered = args.some((arg) => /^(-t|--testNamePattern)\b/.test(arg));
  if (filtered || !fs.existsSync(report)) return [];
  return readJson(report).testResults.flatMap(({ name, assertionResults }) =>
    assertionResults
      .filter(({ status }) => !['passed', 'failed'].includes(status))
      .map(({ fullName }) => `${path.relative(root, name)}: ${fullName.trim()}`),
  );
}
