import { parseArgs } from 'node:util';
import type { Bench, Stage } from './bench.ts';
import { benchAssign } from './bench-assign.ts';
import { benchBatch } from './bench-batch.ts';
import { benchGraphql } from './bench-graphql.ts';
import { benchLife } from './bench-life.ts';
import { benchSubscribers } from './bench-subscribers.ts';
import type { Figure } from './contest.ts';
import { JobSupply } from './jobs.ts';
import { startMusterProcess } from './muster.ts';
import { createDatabase, findPostgres } from './postgres.ts';
import { circumstancesOf, jsonOf, sayCircumstances, tableOf } from './report.ts';

const benches: Readonly<Record<string, Bench>> = {
  assign: benchAssign,
  batch: benchBatch,
  graphql: benchGraphql,
  life: benchLife,
  subscribers: benchSubscribers,
};

const help = `Usage: npm run bench [-- [name…] [--seconds N] [--rounds N] [--help]]

Measures Muster beside what it is compared to, by turns, and prints a table and one line of JSON.

${Object.entries(benches)
  .map(([name, { about }]) => `  ${name.padEnd(12)}${about}`)
  .join('\n')}

  --seconds N   how long each round of each side is (default 1.2)
  --rounds N    how many rounds each side has (default 5)

Works on the PostgreSQL server in DATABASE_URL, or on one at 127.0.0.1:5432, in databases of its own that it
drops at the end. All of it takes under 5 minutes.
`;

interface Run {
  readonly names: readonly string[];
  readonly seconds: number;
  readonly rounds: number;
}

/** What to run, or what to print instead. */
function readArguments(): Run | { readonly say: string; readonly wrong: boolean } {
  const { values, positionals } = parseArgs({
    allowPositionals: true,
    options: {
      help: { type: 'boolean', short: 'h' },
      seconds: { type: 'string', default: '1.2' },
      rounds: { type: 'string', default: '5' },
    },
  });
  if (values.help) return { say: help, wrong: false };
  const unknown = positionals.filter((name) => !(name in benches));
  if (unknown.length > 0)
    return { say: `There is no bench ${unknown.join(', ')}.\n\n${help}`, wrong: true };
  const [seconds, rounds] = [Number(values.seconds), Number(values.rounds)];
  if (!(seconds >= 0.1 && seconds <= 60))
    return { say: '--seconds takes a number from 0.1 to 60.\n', wrong: true };
  if (!(Number.isInteger(rounds) && rounds >= 1 && rounds <= 100))
    return { say: '--rounds takes a whole number from 1 to 100.\n', wrong: true };
  return { names: positionals.length > 0 ? positionals : Object.keys(benches), seconds, rounds };
}

async function measure(
  { names, seconds, rounds }: Run,
  server: string,
  stack: AsyncDisposableStack,
) {
  const database = stack.use(await createDatabase(server, 'muster'));
  const muster = stack.use(await startMusterProcess(database.url));
  const musterJobs = new JobSupply(database.pool);
  await musterJobs.addAgents();
  const say = (line: string) => process.stderr.write(`${line}\n`);
  const stage: Stage = {
    postgres: server,
    muster,
    musterJobs,
    seconds,
    rounds,
    resources: stack,
    say,
  };
  const figures: Figure[] = [];
  for (const name of names) figures.push(...((await benches[name]?.run(stage)) ?? []));
  return figures;
}

async function main(): Promise<number> {
  const run = readArguments();
  if ('say' in run) {
    (run.wrong ? process.stderr : process.stdout).write(run.say);
    return run.wrong ? 1 : 0;
  }
  const server = await findPostgres();
  if (typeof server === 'string') {
    process.stderr.write(`${server}\n`);
    return 1;
  }

  const stack = new AsyncDisposableStack();
  let closing: Promise<void> | undefined;
  const close = () => {
    closing ??= stack.disposeAsync();
    return closing;
  };
  let interrupted = false;
  const interrupt = () => {
    interrupted = true;
    void close();
  };
  process.once('SIGINT', interrupt);
  process.once('SIGTERM', interrupt);
  try {
    const figures = await measure(run, server.url, stack);
    const { seconds, rounds } = run;
    const at = circumstancesOf({ postgres: server.version, seconds, rounds });
    process.stdout.write(`\n${sayCircumstances(at)}\n\n${tableOf(figures)}\n\n`);
    process.stdout.write(`${jsonOf({ ...at, figures })}\n`);
    return 0;
  } catch (error) {
    // What was interrupted fails in one way or another.
    if (!interrupted) throw error;
    return 130;
  } finally {
    await close();
  }
}

process.exitCode = await main();
