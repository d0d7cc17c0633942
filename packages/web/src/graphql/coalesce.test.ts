import { afterEach, beforeEach, expect, it, vi } from 'vitest';
import { coalesce } from './coalesce.ts';

beforeEach(() => vi.useFakeTimers());
afterEach(() => vi.useRealTimers());

it('many calls in a row are few runs, the last of them after the last call', () => {
  const work = vi.fn();
  const { call } = coalesce(work, 1_000, 50);
  for (let i = 0; i < 10; i++) call();
  vi.advanceTimersByTime(50);
  expect(work).toHaveBeenCalledTimes(1);
  for (let i = 0; i < 9; i++) {
    call();
    vi.advanceTimersByTime(100);
  }
  expect(work).toHaveBeenCalledTimes(1);
  vi.advanceTimersByTime(100);
  expect(work).toHaveBeenCalledTimes(2);
  vi.advanceTimersByTime(5_000);
  expect(work).toHaveBeenCalledTimes(2);
});

it('what is cancelled does not run', () => {
  const work = vi.fn();
  const { call, cancel } = coalesce(work, 1_000);
  call();
  cancel();
  vi.advanceTimersByTime(5_000);
  expect(work).not.toHaveBeenCalled();
});
