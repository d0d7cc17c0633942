import { parseArgs } from 'node:util';
import { pino } from 'pino';
import { readConfig, settings } from './config.ts';
import { startMuster } from './container.ts';
import { sayStartFailure } from './start-failure.ts';

const help = `Usage: node packages/server/src/main.ts [--role=all|api|worker] [--help]

Starts Muster: the API, the console and the workers, in one process, or, by role, only some of it.
Settings come from the environment; --role goes before MUSTER_ROLE:

${settings.map(([name, says]) => `  ${name.padEnd(26)}${says}`).join('\n')}

Stops in order on SIGTERM and SIGINT: requests finish, running calls end (30 s at most), the database closes.
`;

async function main(): Promise<void> {
  const { values: flags } = parseArgs({
    options: { help: { type: 'boolean', short: 'h' }, role: { type: 'string' } },
  });
  if (flags.help) {
    process.stdout.write(help);
    return;
  }
  const config = readConfig({ ...process.env, ...(flags.role ? { MUSTER_ROLE: flags.role } : {}) });
  const logger = pino({
    name: 'muster',
    level: config.logLevel,
    base: null,
    redact: ['*.authorization', '*.secret', '*.leaseToken'],
  });
  const muster = await startMuster(config, logger);

  let stopping = false;
  const stop = () => {
    if (stopping) return;
    stopping = true;
    muster.stop().then(
      () => process.exit(0),
      (error: unknown) => {
        logger.fatal({ err: error }, 'could not stop in order');
        process.exit(1);
      },
    );
  };
  process.on('SIGTERM', stop);
  process.on('SIGINT', stop);
  // Started by another program that has gone: nobody would stop this one.
  process.on('disconnect', stop);

  process.stdout.write(`Muster is ready: ${muster.url}/?token=${muster.token}\n`);
  process.send?.({ type: 'ready', url: muster.url, dataDir: config.dataDir });
}

main().catch((error: unknown) => {
  process.stderr.write(`${sayStartFailure(error)}\n`);
  process.exit(1);
});
