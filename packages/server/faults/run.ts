import { parseArgs } from 'node:util';
import { type Cluster, startCluster } from './kit/cluster.ts';
import type { Finding, Scenario } from './kit/scenario.ts';
import { takeErrors } from './kit/server.ts';
import { seconds } from './kit/until.ts';
import { agentStopped } from './scenarios/agent-stopped.ts';
import { batchKill } from './scenarios/batch-kill.ts';
import { brokenConnections } from './scenarios/broken-connections.ts';
import { cancelAgainstComplete } from './scenarios/cancel-against-complete.ts';
import { capacity } from './scenarios/capacity.ts';
import { clockOff } from './scenarios/clock-off.ts';
import { databaseRestart } from './scenarios/database-restart.ts';
import { embeddedKill } from './scenarios/embedded-kill.ts';
import { idempotency } from './scenarios/idempotency.ts';
import { killBeforePublish } from './scenarios/kill-before-publish.ts';
import { misbehavingAgents } from './scenarios/misbehaving-agents.ts';
import { serverKill } from './scenarios/server-kill.ts';
import { sigterm } from './scenarios/sigterm.ts';
import { startTogether } from './scenarios/start-together.ts';

const scenarios: readonly Scenario[] = [
  serverKill,
  batchKill,
  killBeforePublish,
  agentStopped,
  misbehavingAgents,
  databaseRestart,
  brokenConnections,
  capacity,
  cancelAgainstComplete,
  idempotency,
  embeddedKill,
  sigterm,
  startTogether,
  clockOff,
];

/** Far above what a scenario takes: one that hangs is a failure, and the run ends all the same. */
const limitMs = 420_000;

const help = `Usage: npm run test:faults [-- scenario…] [--short] [--help]

Breaks things on purpose, with real server processes, agents and databases, and checks afterwards that nothing was
lost and nothing was done twice. Each scenario prints one line; --short runs the shorter half (*) with smaller counts.

${scenarios.map(({ name, inShort, about }) => `  ${inShort ? '*' : ' '} ${name.padEnd(24)}${about}`).join('\n')}

It starts a PostgreSQL server of its own from /usr/lib/postgresql, in a folder and on a port of its own, and
removes it at the end. docs/faults.md tells what each scenario does, and the last results.
`;

async function main(): Promise<number> {
  const { values, positionals } = parseArgs({
    allowPositionals: true,
    options: {
      help: { type: 'boolean', short: 'h' },
      list: { type: 'boolean' },
      short: { type: 'boolean' },
    },
  });
  const unknown = positionals.filter((word) => !scenarios.some(({ name }) => name === word));
  if (values.help || values.list || unknown.length > 0) {
    if (unknown.length > 0) process.stderr.write(`There is no scenario ${unknown.join(', ')}.\n\n`);
    process.stdout.write(help);
    return unknown.length > 0 ? 1 : 0;
  }
  const short = values.short === true;
  const chosen = scenarios.filter(({ name, inShort }) =>
    positionals.length > 0 ? positionals.includes(name) : inShort || !short,
  );

  const cluster = await startCluster();
  if (typeof cluster === 'string') {
    // Not a failure of Muster, and no proof of anything either: 0 passed.
    process.stdout.write(`Skipped: fault injection needs PostgreSQL's programs: ${cluster}.\n`);
    process.stdout.write('0 passed, 0 failed\n');
    return 0;
  }
  const interrupted = new AbortController();
  for (const signal of ['SIGINT', 'SIGTERM'] as const)
    process.once(signal, () => interrupted.abort(new Error('interrupted')));
  // What was abandoned fails later, when its servers are gone: by then it has been told.
  process.on('unhandledRejection', () => {});

  let failed = 0;
  let passed = 0;
  try {
    process.stdout.write(
      `${cluster.version}, ${chosen.length} scenarios${short ? ', short' : ''}\n`,
    );
    for (const scenario of chosen) {
      if (interrupted.signal.aborted) break;
      const startedAt = performance.now();
      const { figure, problems } = await play(scenario, cluster, short, interrupted.signal);
      const took = seconds(performance.now() - startedAt);
      const verdict = problems.length === 0 ? 'PASS' : 'FAIL';
      process.stdout.write(`${verdict}  ${scenario.name.padEnd(24)}${figure} [${took}]\n`);
      for (const problem of problems) process.stdout.write(`      - ${problem}\n`);
      const errors = takeErrors();
      if (problems.length > 0 && errors.length > 0)
        process.stdout.write(
          `        the servers logged: ${errors.slice(0, 12).join('\n          ')}\n`,
        );
      if (problems.length === 0) passed += 1;
      else failed += 1;
    }
  } finally {
    await cluster[Symbol.asyncDispose]();
  }
  process.stdout.write(`${passed} passed, ${failed} failed\n`);
  return failed === 0 && !interrupted.signal.aborted ? 0 : 1;
}

async function play(
  scenario: Scenario,
  cluster: Cluster,
  short: boolean,
  signal: AbortSignal,
): Promise<Finding> {
  const stack = new AsyncDisposableStack();
  let late: NodeJS.Timeout | undefined;
  const given = new Promise<never>((_, reject) => {
    late = setTimeout(() => reject(new Error(`not over after ${seconds(limitMs)}`)), limitMs);
    signal.addEventListener('abort', () => reject(signal.reason), { once: true });
  });
  try {
    return await Promise.race([scenario.run({ short, cluster, stack }), given]);
  } catch (error) {
    const says = error instanceof Error ? error.message : String(error);
    if (process.env['MUSTER_FAULTS_TRACE']) console.error(error);
    return { figure: 'was not finished', problems: [says] };
  } finally {
    clearTimeout(late);
    await stack.disposeAsync();
  }
}

process.exit(await main());
