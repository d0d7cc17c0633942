// The steps before a command: install, generate, build. Each is skipped while nothing it reads has changed.
import fs from 'node:fs';
import path from 'node:path';
import { fromRoot, readJson, workspaceFolders } from './paths.mjs';
import { ownNode, runCaptured, Stop, toolEnv } from './processes.mjs';
import { whenChanged } from './stamps.mjs';

const lockFiles = ['pnpm-lock.yaml', 'pnpm-workspace.yaml', '.npmrc'];

export async function install() {
  const manifests = [
    'package.json',
    ...workspaceFolders().map((folder) => `${folder}/package.json`),
  ];
  const step = {
    name: 'install',
    inputs: [...lockFiles, ...manifests],
    outputs: () => ['node_modules/.modules.yaml', path.relative(fromRoot(), ownNode)],
    force: missingDependencies(manifests).length > 0,
  };
  await whenChanged(step, () => announced('Installing packages', installPackages));
}

async function installPackages() {
  const { packageManager } = readJson(fromRoot('package.json'));
  const args = ['-y', packageManager.split('+')[0], 'install', '--frozen-lockfile'];
  // On Windows npx is a .cmd file, which only a shell can start.
  const options = { shell: process.platform === 'win32', env: { ...process.env, CI: 'true' } };
  const { code, output } = await runCaptured('npx', args, options).catch((error) => {
    if (error.code !== 'ENOENT') throw error;
    throw new Stop(
      'npm is missing: Muster needs `npx`, which comes with npm, to install its packages.',
    );
  });
  if (code === 0) return;
  const offline =
    /ENOTFOUND|EAI_AGAIN|ECONNREFUSED|ECONNRESET|ETIMEDOUT|META_FETCH_FAIL|dns error/i;
  const hint = offline.test(output)
    ? 'The package registry could not be reached. `npm config get registry` tells which one is used; check the network or the proxy.'
    : 'Installing the packages failed; its last words are above.';
  throw new Stop(`${lastLines(output, 40)}\n\n${hint}`);
}

// A stamp cannot know that a folder was emptied by hand; some eighty look-ups can, in a few milliseconds.
function missingDependencies(manifests) {
  return manifests.flatMap((manifest) => {
    const { dependencies, devDependencies } = readJson(fromRoot(manifest));
    const modules = fromRoot(path.dirname(manifest), 'node_modules');
    const names = Object.keys({ ...dependencies, ...devDependencies });
    return names.filter((name) => !fs.existsSync(path.join(modules, name, 'package.json')));
  });
}

export async function generate({ force = false } = {}) {
  const prisma = {
    name: 'prisma',
    inputs: ['prisma/schema.prisma', 'prisma/prisma.config.ts', 'pnpm-lock.yaml'],
    outputs: () => ['prisma/generated'],
    force: force || !fs.existsSync(fromRoot('prisma/generated')),
  };
  await whenChanged(prisma, () => announced('Generating the Prisma client', generatePrisma));

  const { scripts } = readJson(fromRoot('packages/web/package.json'));
  if (!scripts?.generate) return;
  const web = {
    name: 'web-types',
    inputs: [
      'packages/schema/schema.graphql',
      'packages/web/package.json',
      'packages/web/tsconfig.json',
      'packages/web/scripts',
      'pnpm-lock.yaml',
    ],
    outputs: () => filesNamed(fromRoot('packages/web/src'), 'graphql-env.d.ts'),
    force,
  };
  await whenChanged(web, () =>
    announced("Generating the console's query types", () =>
      // Run as npm would, but without npm, which alone costs half a second.
      must(scripts.generate, [], { ...webPlace(), shell: true }),
    ),
  );
}

function generatePrisma() {
  const env = {
    ...toolEnv([fromRoot('prisma/node_modules/.bin')]),
    // `prisma generate` insists on a schema engine that it never runs, and would download one from a host
    // that is often closed. Any executable that exists satisfies it.
    PRISMA_SCHEMA_ENGINE_BINARY: ownNode,
    PRISMA_HIDE_UPDATE_MESSAGE: '1',
    CHECKPOINT_DISABLE: '1',
  };
  const cli = fromRoot('prisma/node_modules/prisma/build/index.js');
  return must(ownNode, [cli, 'generate', '--schema', 'schema.prisma'], {
    cwd: fromRoot('prisma'),
    env,
  });
}

export async function buildWeb() {
  const step = {
    name: 'web-build',
    inputs: [
      'packages/web',
      'packages/schema/schema.graphql',
      'tsconfig.base.json',
      'pnpm-lock.yaml',
    ],
    ignore: (file) => /\.test\.tsx?$|graphql-env\.d\.ts$/.test(file),
    outputs: () => ['packages/web/dist'],
    force: !fs.existsSync(fromRoot('packages/web/dist/index.html')),
  };
  const vite = fromRoot('packages/web/node_modules/vite/bin/vite.js');
  await whenChanged(step, () =>
    announced('Building the console', () => must(ownNode, [vite, 'build'], webPlace())),
  );
}

function webPlace() {
  const cwd = fromRoot('packages/web');
  return { cwd, env: toolEnv([path.join(cwd, 'node_modules', '.bin')]) };
}

async function must(command, args, options) {
  const { code, output } = await runCaptured(command, args, options);
  if (code !== 0) {
    throw new Stop(`${lastLines(output, 60)}\n\nFailed (${code}): ${[command, ...args].join(' ')}`);
  }
}

async function announced(what, work) {
  const startedAt = Date.now();
  process.stdout.write(`${what} … `);
  await work();
  process.stdout.write(`${((Date.now() - startedAt) / 1000).toFixed(1)} s\n`);
}

function lastLines(text, count) {
  return text.trimEnd().split('\n').slice(-count).join('\n');
}

function filesNamed(folder, name) {
  return fs.readdirSync(folder, { withFileTypes: true }).flatMap((entry) => {
    const inner = path.join(folder, entry.name);
    if (entry.isDirectory()) return filesNamed(inner, name);
    return entry.name === name ? [path.relative(fromRoot(), inner)] : [];
  });
}
