import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { redact, redacted, redactText } from './redact.ts';

describe('redact', () => {
  it.each([
    'authorization',
    'Authorization',
    'Proxy-Authorization',
    'token',
    'leaseToken',
    'lease_token',
    'secret',
    'client_secret',
    'PASSWORD',
    'dbPassword',
    'api_key',
    'X-Api-Key',
    'OPENAI_API_KEY',
    'cookie',
    'Set-Cookie',
    'private_key',
    'credentials',
  ])('hides the field %s at any depth', (name) => {
    const value = { a: [{ [name]: 'plain words' }] };
    expect(redact(value)).toEqual({ a: [{ [name]: redacted }] });
  });

  it.each(['promptTokens', 'max_tokens', 'tokenCount', 'idempotencyKey', 'secretary', 'author'])(
    'leaves the field %s as it is',
    (name) => {
      expect(redact({ [name]: 'seven' })).toEqual({ [name]: 'seven' });
    },
  );

  it('hides a secret that is a whole object', () => {
    expect(redact({ credentials: { user: 'u', pin: 1 } })).toEqual({ credentials: redacted });
  });

  it('shows whether there is a secret when the field says no more', () => {
    const value = { secret: null, token: '', password: false };
    expect(redact(value)).toEqual(value);
  });

  it.each([
    ['Bearer abcdefghijklmnop.qrst', `Bearer ${redacted}`],
    ['sent "authorization: bearer abcdefghijklmnop=="', `sent "authorization: bearer ${redacted}"`],
    ['key whsec_MfKQ9r8GKYqrTwjUPD8ILPZIo2LaLaSw!', `key ${redacted}!`],
    ['sk-proj-abc123def456ghi789', redacted],
    ['at postgres://muster:hunter2@db:5432/m', `at postgres://${redacted}@db:5432/m`],
    ['http://127.0.0.1:4000/?token=abc&x=1', `http://127.0.0.1:4000/?token=${redacted}&x=1`],
    ['eyJhbGciOiJI.eyJzdWIiOiIx.SflKxwRJSM', redacted],
  ])('hides what looks like a secret in %j', (text, clean) => {
    expect(redact([text])).toEqual([clean]);
  });

  it.each([
    'bearer of bad news',
    'risk-assessment-2024-revised',
    'sk-learn-pipeline-builder',
    'a:b@c',
  ])('leaves %j readable', (text) => {
    expect(redactText(text)).toBe(text);
  });

  it('changes nothing in its argument', () => {
    const value = Object.freeze({ token: 'x', list: Object.freeze(['y']) });
    expect(redact(value)).toEqual({ token: redacted, list: ['y'] });
    expect(value.token).toBe('x');
  });

  it('makes a copy that JSON and PostgreSQL can hold', () => {
    const when = new Date('2026-01-02T03:04:05Z');
    const value = { 'k\u0000': 'a\u0000b\ud800', n: Number.NaN, big: 10n, when, gone: undefined };
    expect(redact(value)).toEqual({
      'k\uFFFD': 'a\uFFFDb\uFFFD',
      n: null,
      big: '10',
      when: '2026-01-02T03:04:05.000Z',
    });
  });

  it('survives endless nesting', () => {
    const loop: unknown[] = [];
    loop.push(loop);
    expect(JSON.stringify(redact(loop))).toContain('nested too deep');
  });

  it('finds nothing more to hide the second time', () => {
    fc.assert(
      fc.property(fc.jsonValue(), (value) => {
        expect(redact(redact(value))).toEqual(redact(value));
      }),
      { seed: 1 },
    );
  });
});
