import { resolve } from 'node:path';
import { defaultRetryPolicy } from '@muster/domain/retry/policy.ts';

/** Everything that an operator can set. The only reader of the environment; `docs` and `--help` list the same. */
export interface Config {
  readonly host: string;
  readonly port: number;
  /** Null: the embedded database in `dataDir`. */
  readonly databaseUrl: string | null;
  readonly dataDir: string;
  /** Null: made at the first start on loopback, and kept in `dataDir`. */
  readonly token: string | null;
  /** How agents and browsers reach this server, without a trailing slash; null: by host and port. */
  readonly publicUrl: string | null;
  readonly openai: {
    readonly apiKey: string;
    readonly baseUrl: string | null;
    readonly model: string;
  } | null;
  /** How long the model may take to choose an agent. */
  readonly matchDeadlineMs: number;
  /** How long a question to the model may be, in tokens. */
  readonly modelTokens: number;
  /** US dollars for a million of the model's tokens; null: what it costs is not known. */
  readonly modelPrice: { readonly in: number; readonly out: number } | null;
  /** How long an agent may be silent. */
  readonly leaseMs: number;
  /** How long an agent may take to start on an assignment. */
  readonly acceptMs: number;
  /** How long a started assignment may run, heartbeats or not. */
  readonly runMs: number;
  /** The retry policy of jobs that bring none: attempts in all. */
  readonly maxAttempts: number;
  /** What this process does: serve requests, do background work, or both. */
  readonly role: 'all' | 'api' | 'worker';
  /** How long an HTTP agent may take to answer a call that it keeps open. */
  readonly agentTimeoutMs: number;
  /** CIDRs beyond the public internet that agents' endpoints may lie in. */
  readonly allowedNetworks: readonly string[];
  /** Further origins whose pages may open the WebSocket. */
  readonly allowedOrigins: readonly string[];
  readonly maxConnections: number;
  readonly logLevel: string;
}

export class ConfigError extends Error {
  override readonly name = 'ConfigError';
}

/** One line each, for `--help`. */
export const settings = [
  ['PORT', 'Port to listen on. Default 4000; 0 takes a free one.'],
  ['HOST', 'Address to listen on. Default 127.0.0.1; beyond loopback MUSTER_TOKEN must be set.'],
  ['DATABASE_URL', 'PostgreSQL 15 or later, for several servers. Default: the embedded database.'],
  ['MUSTER_DATA', 'Folder of the embedded database and the token. Default .muster.'],
  [
    'MUSTER_TOKEN',
    'The admin token, at least 32 characters. Default: made and kept in the data folder.',
  ],
  ['MUSTER_PUBLIC_URL', 'How agents and browsers reach this server. Default: by host and port.'],
  ['OPENAI_API_KEY', 'Switches the model on, for matching and for agents of kind OPENAI.'],
  ['OPENAI_BASE_URL', 'Any server that speaks the OpenAI protocol.'],
  ['OPENAI_MODEL', 'The model. Default gpt-5-mini.'],
  ['MUSTER_MATCH_DEADLINE_MS', 'How long the model may take to choose an agent. Default 8000.'],
  [
    'MUSTER_MODEL_TOKENS',
    'How long the question which agent to choose may be, in tokens; beyond it the best by score are named. Default 8000.',
  ],
  ['MUSTER_MODEL_PRICE_IN', 'US dollars for a million tokens sent to the model. Default unknown.'],
  ['MUSTER_MODEL_PRICE_OUT', 'US dollars for a million tokens that it answers. Default unknown.'],
  ['MUSTER_LEASE_MS', 'How long an agent may be silent. Default 60000.'],
  ['MUSTER_ACCEPT_MS', 'How long an agent may take to start on an assignment. Default 60000.'],
  ['MUSTER_RUN_MS', 'How long a started assignment may run, heartbeats or not. Default 3600000.'],
  [
    'MUSTER_MAX_ATTEMPTS',
    'Attempts at a job that brings no retry policy of its own. Default 4; 1 is no retry.',
  ],
  ['MUSTER_ROLE', 'all, api (no background work) or worker (no requests but health). Default all.'],
  ['MUSTER_AGENT_TIMEOUT_MS', 'How long an HTTP agent may take to answer a call. Default 300000.'],
  [
    'MUSTER_ALLOWED_NETWORKS',
    'Networks beyond the internet that agents may lie in: CIDRs, by comma.',
  ],
  ['MUSTER_ALLOWED_ORIGINS', 'Further origins whose pages may connect, by comma.'],
  [
    'MUSTER_DB_CONNECTIONS',
    'Connections to PostgreSQL for commands, and as many for reads. Default 10.',
  ],
  ['MUSTER_LOG_LEVEL', 'fatal, error, warn, info, debug, trace or silent. Default info.'],
] as const;

export function readConfig(env: Readonly<Record<string, string | undefined>>): Config {
  const text = (name: (typeof settings)[number][0]) => env[name]?.trim() || null;
  const number = (
    name: (typeof settings)[number][0],
    standard: number,
    min: number,
    max: number,
  ) => {
    const given = text(name);
    const value = given === null ? standard : Number(given);
    if (!Number.isInteger(value) || value < min || value > max) {
      throw new ConfigError(
        `${name} is ${JSON.stringify(given)}: give a whole number from ${min} to ${max}.`,
      );
    }
    return value;
  };
  const list = (name: (typeof settings)[number][0]) =>
    (text(name) ?? '')
      .split(',')
      .map((part) => part.trim())
      .filter((part) => part !== '');

  const host = text('HOST') ?? '127.0.0.1';
  const token = text('MUSTER_TOKEN');
  if (token !== null && token.length < 32) {
    throw new ConfigError(
      'MUSTER_TOKEN is shorter than 32 characters: make one with `openssl rand -hex 32`.',
    );
  }
  if (token !== null && !/^[\x21-\x7e]+$/.test(token)) {
    throw new ConfigError(
      'MUSTER_TOKEN has a character that no HTTP header can carry: use letters, digits and punctuation, without spaces.',
    );
  }
  if (token === null && !isLoopback(host)) {
    throw new ConfigError(
      `HOST is ${host}, which others can reach: set MUSTER_TOKEN to at least 32 characters (\`openssl rand -hex 32\`).`,
    );
  }
  const role = roleOf(text('MUSTER_ROLE'));
  if (role === 'worker' && text('MUSTER_PUBLIC_URL') === null) {
    throw new ConfigError(
      'A worker answers no reports: set MUSTER_PUBLIC_URL to where agents reach Muster.',
    );
  }
  const apiKey = text('OPENAI_API_KEY');
  return {
    host,
    port: number('PORT', 4000, 0, 65_535),
    databaseUrl: postgresUrl(text('DATABASE_URL')),
    dataDir: resolve(text('MUSTER_DATA') ?? '.muster'),
    token,
    publicUrl: httpUrl('MUSTER_PUBLIC_URL', text('MUSTER_PUBLIC_URL')),
    openai:
      apiKey === null
        ? null
        : {
            apiKey,
            baseUrl: httpUrl('OPENAI_BASE_URL', text('OPENAI_BASE_URL')),
            model: text('OPENAI_MODEL') ?? 'gpt-5-mini',
          },
    matchDeadlineMs: number('MUSTER_MATCH_DEADLINE_MS', 8_000, 100, 120_000),
    modelTokens: number('MUSTER_MODEL_TOKENS', 8_000, 1_000, 1_000_000),
    modelPrice: priceOf(text('MUSTER_MODEL_PRICE_IN'), text('MUSTER_MODEL_PRICE_OUT')),
    leaseMs: number('MUSTER_LEASE_MS', 60_000, 1_000, 86_400_000),
    acceptMs: number('MUSTER_ACCEPT_MS', 60_000, 1_000, 86_400_000),
    runMs: number('MUSTER_RUN_MS', 3_600_000, 1_000, 604_800_000),
    maxAttempts: number('MUSTER_MAX_ATTEMPTS', defaultRetryPolicy.maxAttempts, 1, 100),
    role,
    agentTimeoutMs: number('MUSTER_AGENT_TIMEOUT_MS', 300_000, 1_000, 86_400_000),
    allowedNetworks: list('MUSTER_ALLOWED_NETWORKS'),
    allowedOrigins: list('MUSTER_ALLOWED_ORIGINS').map(originOf),
    maxConnections: number('MUSTER_DB_CONNECTIONS', 10, 1, 1_000),
    logLevel: logLevelOf(text('MUSTER_LOG_LEVEL') ?? 'info'),
  };
}

export const isLoopback = (host: string): boolean =>
  host === 'localhost' || host === '::1' || /^127(\.\d{1,3}){3}$/.test(host);

function roleOf(value: string | null): Config['role'] {
  const role = value ?? 'all';
  if (role === 'all' || role === 'api' || role === 'worker') return role;
  throw new ConfigError(`MUSTER_ROLE is ${JSON.stringify(value)}: give all, api or worker.`);
}

/** With one of the two, a sum would look whole and be half. */
function priceOf(inUsd: string | null, outUsd: string | null): Config['modelPrice'] {
  if (inUsd === null && outUsd === null) return null;
  const price = { in: Number(inUsd ?? Number.NaN), out: Number(outUsd ?? Number.NaN) };
  if (price.in >= 0 && price.out >= 0 && price.in + price.out < 1e6) return price;
  throw new ConfigError(
    'MUSTER_MODEL_PRICE_IN and MUSTER_MODEL_PRICE_OUT go together: give both in US dollars for a million tokens, such as 0.25 and 2.',
  );
}

function postgresUrl(value: string | null): string | null {
  if (value === null || (/^postgres(ql)?:\/\//.test(value) && URL.canParse(value))) return value;
  throw new ConfigError(
    'DATABASE_URL is not a PostgreSQL address: write postgres://user:password@host:5432/database.',
  );
}

const logLevels = ['fatal', 'error', 'warn', 'info', 'debug', 'trace', 'silent'];

function logLevelOf(value: string): string {
  if (logLevels.includes(value)) return value;
  throw new ConfigError(
    `MUSTER_LOG_LEVEL is ${JSON.stringify(value)}: give one of ${logLevels.join(', ')}.`,
  );
}

/** As browsers write it: without a path, and without the port that its scheme implies. */
function originOf(value: string): string {
  if (URL.canParse(value)) {
    const { protocol, origin, pathname, search, hash } = new URL(value);
    if (/^https?:$/.test(protocol) && `${pathname}${search}${hash}` === '/') return origin;
  }
  throw new ConfigError(
    `MUSTER_ALLOWED_ORIGINS has ${JSON.stringify(value)}: write each as https://board.example.com.`,
  );
}

function httpUrl(name: string, value: string | null): string | null {
  if (value === null) return null;
  if (!URL.canParse(value) || !/^https?:$/.test(new URL(value).protocol)) {
    throw new ConfigError(`${name} is not an http(s) address.`);
  }
  return value.replace(/\/+$/, '');
}
