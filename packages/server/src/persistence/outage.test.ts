import { GraphQLError } from 'graphql';
import { describe, expect, test } from 'vitest';
import { outageOf } from './outage.ts';

const failed = (message: string, more: object = {}) => Object.assign(new Error(message), more);

/** As Prisma throws what its driver adapter threw. */
const byPrisma = (code: string, cause: object) =>
  failed('Invalid `prisma.job.count()` invocation', {
    code,
    meta: { modelName: 'Job', driverAdapterError: failed('DriverAdapterError', { cause }) },
  });

describe('what the database cannot help', () => {
  test.each([
    ['unreachable', failed('connect ECONNREFUSED 127.0.0.1:5432', { code: 'ECONNREFUSED' })],
    ['unreachable', failed('Connection terminated unexpectedly')],
    ['unreachable', failed('Query read timeout')],
    ['unreachable', failed('the database system is starting up', { code: '57P03' })],
    ['unreachable', failed('database "muster" is not currently accepting connections')],
    ['unreachable', byPrisma('P1001', { kind: 'DatabaseNotReachable' })],
    ['busy', failed('canceling statement due to statement timeout', { code: '57014' })],
    ['busy', failed('sorry, too many clients already', { code: '53300' })],
    ['busy', byPrisma('P2037', { kind: 'TooManyConnections', originalCode: '53300' })],
    ['full', failed('could not extend file', { code: '53100' })],
    ['full', failed('no space left on device', { code: 'ENOSPC' })],
  ])('%s: %s', (outage, error) => {
    expect(outageOf(error)).toBe(outage);
    expect(outageOf(new Error('while reading', { cause: error }))).toBe(outage);
    expect(outageOf(new GraphQLError('masked', { originalError: error }))).toBe(outage);
  });
});

test.each([
  ['a bug', new TypeError('undefined is not a function')],
  ['a constraint', failed('duplicate key', { code: '23505' })],
  ['what Prisma says of a missing row', failed('No record was found', { code: 'P2025' })],
  ['nothing', undefined],
  ['text', 'Connection terminated'],
])('%s is no outage', (_, error) => {
  expect(outageOf(error)).toBeNull();
});

test('an error that is its own cause ends', () => {
  const error: Error = failed('round and round');
  error.cause = error;
  expect(outageOf(error)).toBeNull();
});
