import { serverAudits } from 'graphql-http';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { startTestMuster, type TestMuster } from './kit/test-muster.ts';

let muster: TestMuster;
beforeAll(async () => {
  muster = await startTestMuster();
});
afterAll(() => muster?.stop());

// https://github.com/graphql/graphql-over-http, as its reference implementation checks it.
describe('GraphQL over HTTP follows the specification', () => {
  const audits = serverAudits({
    url: () => `${muster.url}/graphql`,
    fetchFn: (input: string, init: RequestInit = {}) => {
      const headers = new Headers(init.headers);
      headers.set('authorization', `Bearer ${muster.token}`);
      return fetch(input, { ...init, headers });
    },
  });

  test.each(audits.map(({ id, name, fn }) => [`${id} ${name}`, fn] as const))(
    '%s',
    async (_, fn) => {
      const result = await fn();
      expect('reason' in result ? result.reason : result.status).toBe('ok');
    },
  );

  test('there are audits', () => {
    expect(audits.length).toBeGreaterThanOrEqual(60);
  });
});
