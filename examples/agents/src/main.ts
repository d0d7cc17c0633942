import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { parseArgs } from 'node:util';
import { MusterRefused } from './muster-client.ts';
import { startSampleAgents } from './sample-agents.ts';

const HELP = `Serves Muster's sample agents and registers them.

Usage: node src/main.ts [options]

  --port PORT     where the HTTP agents listen on 127.0.0.1 (default 4010; 0 picks a free port)
  --no-register   serve only, and print each agent's secret, to register it by hand; implies --no-pull
  --no-pull       leave out word-counter, the agent that claims its work
  --help          this text

Environment:
  MUSTER_URL      the Muster server (default http://127.0.0.1:4000)
  MUSTER_TOKEN    its admin token (default: the one that a server on this machine keeps in MUSTER_DATA)
  MUSTER_DATA     where Muster, and word-counter, keep their tokens (default .muster)`;

async function main(): Promise<void> {
  const { values: flags } = parseArgs({
    options: {
      help: { type: 'boolean' },
      port: { type: 'string', default: '4010' },
      'no-register': { type: 'boolean', default: false },
      'no-pull': { type: 'boolean', default: false },
    },
  });
  if (flags.help) {
    console.log(HELP);
    return;
  }
  const { MUSTER_URL = 'http://127.0.0.1:4000', MUSTER_DATA = '.muster' } = process.env;
  const register = !flags['no-register'];
  const stopAsked = Promise.race([signalled('SIGINT'), signalled('SIGTERM')]);
  const starting = startSampleAgents({
    port: readPort(flags.port),
    musterUrl: MUSTER_URL,
    token: register ? await findToken(MUSTER_DATA) : '',
    dataFolder: MUSTER_DATA,
    register,
    pull: register && !flags['no-pull'],
    log: console.log,
  });
  // Asked to stop while still waiting for Muster: there is nothing under way to close.
  const running = await Promise.race([starting, stopAsked]);
  if (!running) return;
  if (!register) {
    for (const { endpoint, secret } of running.agents) console.log(`${endpoint}  secret ${secret}`);
  }
  console.log(`Sample agents ready on ${running.url}`);
  await stopAsked;
  await running.close();
}

function signalled(name: NodeJS.Signals): Promise<undefined> {
  return new Promise((resolve) => process.once(name, () => resolve(undefined)));
}

function readPort(text: string): number {
  const port = Number(text);
  if (/^\d+$/.test(text) && port <= 65_535) return port;
  throw new Error(`--port takes a number from 0 to 65535, not "${text}"`);
}

async function findToken(dataFolder: string): Promise<string> {
  const { MUSTER_TOKEN } = process.env;
  if (MUSTER_TOKEN) return MUSTER_TOKEN;
  try {
    return (await readFile(join(dataFolder, 'token'), 'utf8')).trim();
  } catch {
    throw new Error(
      `MUSTER_TOKEN is not set and ${join(dataFolder, 'token')} cannot be read; set it to the token that Muster prints on start`,
    );
  }
}

/** Mistakes a reader can act on need no stack trace. */
function explain(error: unknown): string {
  if (!(error instanceof Error)) return String(error);
  const code = 'code' in error ? String(error.code) : '';
  if (code === 'EADDRINUSE') return `${error.message}; choose another with --port, or 0`;
  const isExpected = error.constructor === Error || error instanceof MusterRefused;
  return isExpected || code.startsWith('ERR_PARSE_ARGS')
    ? error.message
    : (error.stack ?? error.message);
}

try {
  await main();
  process.exit(0);
} catch (error) {
  console.error(explain(error));
  process.exit(1);
}
