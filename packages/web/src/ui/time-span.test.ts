import { describe, expect, it } from 'vitest';
import { readTimeSpan, sayRoughly, sayTimeSpan } from './time-span.ts';

describe('a span of time', () => {
  it.each([
    ['30 s', 30_000],
    ['5min', 300_000],
    ['1.5 h', 5_400_000],
    ['0,5 s', 500],
    ['1 h 30 min', 5_400_000],
    ['2 Days', 172_800_000],
    ['250 ms', 250],
  ])('is read from %s', (text, ms) => {
    expect(readTimeSpan(text)).toBe(ms);
  });

  it.each(['30', 's', '5 parsecs', '1 h later', '-3 s', ''])('is not read from “%s”', (text) => {
    expect(readTimeSpan(text)).toBeNull();
  });

  it.each([
    [250, '250 ms'],
    [1_000, '1 s'],
    [2_500, '2.5 s'],
    [60_000, '1 min'],
    [100_000, '100 s'],
    [300_000, '5 min'],
    [5_400_000, '1 h 30 min'],
    [86_400_000, '1 d'],
  ])('of %d ms is said as %s, and read back', (ms, said) => {
    expect(sayTimeSpan(ms)).toBe(said);
    expect(readTimeSpan(said)).toBe(ms);
  });

  it('that is estimated is said as roughly as it is known', () => {
    expect(sayRoughly(3_000)).toBe('a few seconds');
    expect(sayRoughly(42_000)).toBe('about 40 s');
    expect(sayRoughly(290_000)).toBe('about 5 min');
    expect(sayRoughly(7_000_000)).toBe('about 2 h');
  });
});
