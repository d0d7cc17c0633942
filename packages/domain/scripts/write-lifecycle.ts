/**
 * Writes docs/job-lifecycle.md from the transition table.
 * With `--check` it writes nothing, and exits with 1 when the committed page differs.
 */
import { existsSync, readFileSync, writeFileSync } from 'node:fs';
import { renderLifecyclePage } from '../src/job/lifecycle-page.ts';

const name = 'docs/job-lifecycle.md';
const page = new URL(`../../../${name}`, import.meta.url);
const wanted = renderLifecyclePage();

if (!process.argv.includes('--check')) {
  writeFileSync(page, wanted);
  console.log(`${name} written.`);
} else if (existsSync(page) && readFileSync(page, 'utf8') === wanted) {
  console.log(`${name} agrees with the transition table.`);
} else {
  console.error(
    `${name} differs from the transition table in packages/domain/src/job/transition.ts.\n` +
      'Run `node packages/domain/scripts/write-lifecycle.ts` and commit the page.',
  );
  process.exitCode = 1;
}
