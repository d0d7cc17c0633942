import type { Outage, OutageOf } from '../app/ports/outage.ts';

/** By SQLSTATE, or the class that it begins with (appendix A of PostgreSQL's manual). */
const sqlStates: readonly (readonly [RegExp, Outage])[] = [
  [/^08/, 'unreachable'],
  // Shut down, crashed, starting, or the session was ended.
  [/^57P0/, 'unreachable'],
  // It does not let this user in, or not any more.
  [/^28/, 'unreachable'],
  [/^53100$/, 'full'],
  [/^53/, 'busy'],
  // Cancelled for the time it took, or for what it waited for.
  [/^(57014|55P03|40P01|40001)$/, 'busy'],
];

/** As Node names what the operating system says. */
const systemCodes: Readonly<Record<string, Outage>> = {
  ECONNREFUSED: 'unreachable',
  ECONNRESET: 'unreachable',
  EPIPE: 'unreachable',
  ETIMEDOUT: 'unreachable',
  EHOSTUNREACH: 'unreachable',
  ENETUNREACH: 'unreachable',
  ENOTFOUND: 'unreachable',
  EAI_AGAIN: 'unreachable',
  ENOSPC: 'full',
  EDQUOT: 'full',
};

/** Prisma's driver adapters name their errors themselves. */
const adapterKinds: Readonly<Record<string, Outage>> = {
  DatabaseNotReachable: 'unreachable',
  ConnectionClosed: 'unreachable',
  SocketTimeout: 'unreachable',
  TlsConnectionError: 'unreachable',
  AuthenticationFailed: 'unreachable',
  DatabaseAccessDenied: 'unreachable',
  TooManyConnections: 'busy',
};

/** What the driver says in words only. */
const messages =
  /^(Connection terminated|Client has encountered a connection error|Query read timeout|timeout exceeded when trying to connect)|is not currently accepting connections$/;

/** GraphQL and Prisma wrap what the driver threw, each in its own way. */
const depth = 6;

export const outageOf: OutageOf = (error) => {
  let layer = error;
  for (let n = 0; n < depth && isObject(layer); n += 1) {
    const { code, originalCode, kind, message, originalError, cause, meta } = layer;
    const outage =
      byCode(originalCode) ??
      byCode(code) ??
      lookUp(adapterKinds, kind) ??
      (typeof message === 'string' && messages.test(message) ? 'unreachable' : null);
    if (outage !== null) return outage;
    layer = originalError ?? cause ?? (isObject(meta) ? meta['driverAdapterError'] : null);
  }
  return null;
};

function byCode(code: unknown): Outage | null {
  if (typeof code !== 'string') return null;
  const [, outage = null] = sqlStates.find(([pattern]) => pattern.test(code)) ?? [];
  return outage ?? lookUp(systemCodes, code);
}

const lookUp = (names: Readonly<Record<string, Outage>>, name: unknown): Outage | null =>
  typeof name === 'string' && Object.hasOwn(names, name) ? (names[name] ?? null) : null;

const isObject = (value: unknown): value is Readonly<Record<string, unknown>> =>
  typeof value === 'object' && value !== null;
