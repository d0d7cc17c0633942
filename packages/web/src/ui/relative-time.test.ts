import { describe, expect, it } from 'vitest';
import { duration, elapsed, relativeTime, shortAge } from './relative-time.ts';

const now = Date.UTC(2026, 10, 20, 10, 42);

describe('an age', () => {
  it('is one number and one letter in a column', () => {
    expect(shortAge(now - 400, now)).toBe('now');
    expect(shortAge(now - 12_000, now)).toBe('12s');
    expect(shortAge(now - 3 * 60_000 - 59_000, now)).toBe('3m');
    expect(shortAge(now - 26 * 3_600_000, now)).toBe('1d');
  });

  it('says so when it lies ahead', () => {
    expect(shortAge(now + 90_000, now)).toBe('in 1m');
    expect(relativeTime(now + 90_000, now)).toBe('in 1 minute');
  });

  it('reads as words in a sentence', () => {
    expect(relativeTime(now - 10, now)).toBe('just now');
    expect(relativeTime(now - 2 * 3_600_000, now)).toBe('2 hours ago');
    expect(relativeTime(now - 30 * 3_600_000, now)).toBe('yesterday');
  });
});

describe('a duration', () => {
  it('names its units, never more than two', () => {
    expect(duration(340)).toBe('340 ms');
    expect(duration(4_260)).toBe('4.2 s');
    expect(duration(42_900)).toBe('42 s');
    expect(duration(185_000)).toBe('3 min 5 s');
    expect(duration(7_200_000)).toBe('2 h');
    expect(duration(3 * 86_400_000 + 4 * 3_600_000)).toBe('3 d 4 h');
  });

  it('counts whole seconds while it grows', () => {
    expect(elapsed(-50)).toBe('0 s');
    expect(elapsed(4_260)).toBe('4 s');
    expect(elapsed(185_000)).toBe('3 min 5 s');
  });

  it('is never negative, even when two clocks disagree', () => {
    expect(duration(-20)).toBe('0 ms');
  });
});
