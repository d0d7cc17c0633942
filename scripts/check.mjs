// Everything that can be known without running the program. All checks run, two at a time; one line each,
// then the words of those that failed.
import fs from 'node:fs';
import path from 'node:path';
import { fromRoot, workspaceFolders } from './paths.mjs';
import { buildWeb } from './prepare.mjs';
import { ownNode, runAttached, runCaptured } from './processes.mjs';

const sideBySide = 2;
const biome = '@biomejs/biome/bin/biome';

function checks() {
  return [
    ...tsconfigs().map((file) =>
      tool(`types ${file.replace(/\/tsconfig\.json$/, '')}`, 'typescript/bin/tsc', '-p', file),
    ),
    tool(
      'lint and format',
      '@biomejs/biome/bin/biome',
      'ci',
      '--colors=off',
      '--error-on-warnings',
      '.',
    ),
    tool(
      'import rules',
      'dependency-cruiser/bin/dependency-cruiser.mjs',
      ...['--config', '.dependency-cruiser.mjs', '--output-type', 'err'],
      ...['packages', 'prisma', 'examples', 'e2e', 'bench'],
    ),
    tool('unused code', 'knip/bin/knip.js', '--no-progress'),
    script('schema drift', 'packages/schema/scripts/print-schema.ts', '--check'),
    script('job lifecycle drift', 'packages/domain/scripts/write-lifecycle.ts', '--check'),
    {
      name: 'console size',
      async run() {
        await buildWeb();
        return script('', 'packages/web/scripts/check-size.mjs').run();
      },
    },
  ];
}

// Every tsconfig of every package, so that a new one is checked without being listed anywhere.
function tsconfigs() {
  const folders = ['.', ...workspaceFolders()];
  return folders.flatMap((folder) =>
    fs
      .readdirSync(fromRoot(folder))
      .filter((file) => /^tsconfig.*\.json$/.test(file) && file !== 'tsconfig.base.json')
      .map((file) => path.posix.join(folder, file)),
  );
}

function tool(name, bin, ...args) {
  return { name, run: () => runCaptured(ownNode, [fromRoot('node_modules', bin), ...args]) };
}

function script(name, file, ...args) {
  return { name, run: () => runCaptured(ownNode, [fromRoot(file), ...args]) };
}

export async function check(args) {
  const words = args.filter((arg) => arg !== '--fix');
  if (words.length < args.length) {
    await runAttached(ownNode, [fromRoot('node_modules', biome), 'check', '--write', '.']);
  }
  const chosen = checks().filter(
    ({ name }) => words.length === 0 || words.some((word) => name.includes(word)),
  );
  if (chosen.length === 0) {
    console.error(
      `No check is called that. There are: ${checks()
        .map(({ name }) => name)
        .join(', ')}`,
    );
    return 1;
  }
  const waiting = [...chosen];
  const failures = [];
  const work = async () => {
    for (let next = waiting.shift(); next; next = waiting.shift()) {
      const startedAt = Date.now();
      const { code, output } = await next
        .run()
        .catch((error) => ({ code: 1, output: error.message }));
      const seconds = ((Date.now() - startedAt) / 1000).toFixed(1).padStart(5);
      console.log(`${code === 0 ? 'ok    ' : 'FAILED'} ${seconds} s  ${next.name}`);
      if (code !== 0) failures.push({ name: next.name, output });
    }
  };
  await Promise.all(Array.from({ length: sideBySide }, work));

  for (const { name, output } of failures) console.log(`\n── ${name}\n${output.trimEnd()}`);
  console.log(`\n${chosen.length - failures.length} checks passed, ${failures.length} failed`);
  return failures.length === 0 ? 0 : 1;
}
