import { expect, it } from 'vitest';
import { sayAbout } from './say-duration.ts';

it.each([
  [0, 'a few seconds'],
  [5_000, 'about 10 s'],
  [18_000, 'about 20 s'],
  [55_000, 'about 1 min'],
  [300_000, 'about 5 min'],
  [3_300_000, 'about 1 h'],
  [86_400_000, 'about 24 h'],
  [200_000_000, 'about 2 days'],
])('an estimate of %d ms reads as %s', (ms, said) => {
  expect(sayAbout(ms)).toBe(said);
});
