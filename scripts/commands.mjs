// What each command does first (install, generate, build) and then hands over to.
import path from 'node:path';
import { check } from './check.mjs';
import { root } from './paths.mjs';
import { buildWeb, generate, install } from './prepare.mjs';
import { ownNode, runAttached, toolEnv } from './processes.mjs';
import { runStack } from './stack.mjs';
import { test } from './test.mjs';

const commands = {
  start: {
    about: 'install, build and serve Muster on http://127.0.0.1:4000',
    help: `npm start [-- --no-samples] [-- further arguments for the server]

  Serves Muster with what has changed since the last time installed, generated and built.
  Without DATABASE_URL it uses the embedded database in MUSTER_DATA (.muster) and runs the
  sample agents beside it; --no-samples or MUSTER_SAMPLES=off leaves them out.
  Ctrl-C stops everything in order; a second Ctrl-C does not wait.
  Under a process supervisor use \`node scripts/run.mjs start\`: npm's shell keeps SIGTERM to itself.`,
    async run(args) {
      await install();
      await generate();
      await buildWeb();
      return runStack({ watch: false, ...takeSamplesFlag(args) });
    },
  },
  dev: {
    about: 'the same with watch and hot reload',
    help: `npm run dev [-- --no-samples] [-- further arguments for the server]

  The server restarts when its files change; the console is served by Vite with hot reload,
  on the address that is printed.`,
    async run(args) {
      await install();
      await generate();
      return runStack({ watch: true, ...takeSamplesFlag(args) });
    },
  },
  test: {
    about: 'every test: unit, integration on both databases, browser',
    help: `npm test [-- vitest arguments]

  For instance: npm test -- --project domain
                npm test -- packages/server/test/assign.itest.ts -t "exactly one wins"
  PostgreSQL: MUSTER_TEST_DATABASE_URL (or one on 127.0.0.1:5432). Browser: MUSTER_CHROMIUM
  (or one in the usual places). What is not found is skipped, and the last lines say so.`,
    async run(args) {
      await install();
      await generate();
      return test(args);
    },
  },
  'test:faults': {
    about: 'servers killed, agents stopped, databases gone: nothing lost, nothing twice',
    help: `npm run test:faults [-- scenario…] [--short]

  Runs every scenario of docs/faults.md, or those named; --short the shorter half, as the gate does.
  Needs PostgreSQL's programs in /usr/lib/postgresql (Debian: postgresql), of which it starts a
  server of its own. Where there are none it says so and runs nothing.
  npm run test:faults -- --list names the scenarios.`,
    async run(args) {
      await install();
      await generate();
      return runAttached(ownNode, ['packages/server/faults/run.ts', ...args]);
    },
  },
  check: {
    about: 'types, lint, format, import rules, unused code, drift, size',
    help: `npm run check [-- --fix] [name …]

  Runs every check, or those whose name contains one of the given words.
  --fix first formats and repairs what can be repaired without a decision.`,
    async run(args) {
      await install();
      await generate();
      return check(args);
    },
  },
  bench: {
    about: 'the numbers that docs and comments cite',
    help: 'npm run bench [-- arguments of bench/run.ts]',
    async run(args) {
      await install();
      await generate();
      return runAttached(ownNode, ['bench/run.ts', ...args], {
        env: { NODE_ENV: 'production', ...toolEnv() },
      });
    },
  },
  'bench:match': {
    about: 'how well the matcher finds the right agent, on a data set',
    help: 'npm run bench:match -- DATASET_FOLDER [--baseline] [--json-only]   (--help after -- tells what is measured)',
    async run(args) {
      await install();
      await generate();
      // npm runs us in the repository; a folder is named from where the person is.
      const calledFrom = process.env.INIT_CWD ?? process.cwd();
      return runAttached(ownNode, ['bench/match.ts', ...args], {
        env: { NODE_ENV: 'production', MUSTER_CALLED_FROM: calledFrom, ...toolEnv() },
      });
    },
  },
  generate: {
    about: 'write every generated file anew',
    help: `npm run generate

  The Prisma client and Pothos types, packages/schema/schema.graphql, docs/job-lifecycle.md and
  the types of the console's queries. Run it after a change of prisma/schema.prisma, of a GraphQL
  type or of the transition table, and commit what git then shows.`,
    async run() {
      await install();
      await generate({ force: true });
      for (const script of [
        'packages/schema/scripts/print-schema.ts',
        'packages/domain/scripts/write-lifecycle.ts',
      ]) {
        const code = await runAttached(ownNode, [path.join(root, script)]);
        if (code !== 0) return code;
      }
      // Once more, because the console's types are made from the schema that was just printed.
      await generate();
      return 0;
    },
  },
};

export async function runCommand([name, ...args]) {
  const command = commands[name];
  if (!command) {
    console.log(usage());
    return name === undefined || name === '--help' || name === '-h' ? 0 : 1;
  }
  if (args[0] === '--help' || args[0] === '-h') {
    console.log(command.help);
    return 0;
  }
  return command.run(args);
}

function usage() {
  const lines = Object.entries(commands).map(
    ([name, { about }]) => `  ${name.padEnd(12)} ${about}`,
  );
  return `node scripts/run.mjs <command> [arguments]\n\n${lines.join('\n')}\n\n<command> --help tells more.`;
}

function takeSamplesFlag(args) {
  return {
    samples: !args.includes('--no-samples'),
    serverArgs: args.filter((arg) => arg !== '--no-samples'),
  };
}
