import { expect, it } from 'vitest';
import { retryAfterMs } from './retry-after.ts';

const now = new Date('2026-11-01T12:00:00Z');

it.each([
  ['120', 120_000],
  ['0', 0],
  ['Sun, 01 Nov 2026 12:00:30 GMT', 30_000],
  ['Sun, 01 Nov 2026 11:00:00 GMT', 0],
  ['999999999', 86_400_000],
  ['soon', undefined],
  ['-5', undefined],
  ['', undefined],
  [undefined, undefined],
])('Retry-After: %s is %s ms', (header, ms) => {
  expect(retryAfterMs(header, now)).toBe(ms);
});
