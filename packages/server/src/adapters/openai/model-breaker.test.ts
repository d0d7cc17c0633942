import { expect, it } from 'vitest';
import { createModelBreaker } from './model-breaker.ts';

function breakerAt() {
  let now = 0;
  const breaker = createModelBreaker(() => now);
  const fails = (times: number) => {
    for (let n = 0; n < times; n += 1) {
      expect(breaker.enter()).toBeNull();
      breaker.failed();
    }
  };
  const pass = (ms: number) => {
    now += ms;
  };
  return { ...breaker, fails, pass };
}

it('lets every question out while answers come between the failures', () => {
  const breaker = breakerAt();
  for (let n = 0; n < 10; n += 1) {
    breaker.fails(2);
    expect(breaker.enter()).toBeNull();
    breaker.succeeded();
  }
});

it('opens after three failures in a row, and says for how long', () => {
  const breaker = breakerAt();
  breaker.fails(3);
  expect(breaker.enter()).toBe('is left alone for another 30 s, after 3 failures in a row');
  breaker.pass(29_001);
  expect(breaker.enter()).toContain('another 1 s');
});

it('tries one question alone after the rest; its answer closes it', () => {
  const breaker = breakerAt();
  breaker.fails(3);
  breaker.pass(30_000);
  expect(breaker.enter()).toBeNull();
  expect(breaker.enter()).toBe('is being tried again after 3 failures in a row');
  breaker.succeeded();
  breaker.fails(2);
  expect(breaker.enter()).toBeNull();
});

it('rests twice as long each time that the try fails, five minutes at most', () => {
  const breaker = breakerAt();
  breaker.fails(3);
  for (const rest of [30, 60, 120, 240, 300, 300]) {
    breaker.pass(rest * 1_000 - 1);
    expect(breaker.enter(), `${rest}`).not.toBeNull();
    breaker.pass(1);
    breaker.fails(1);
  }
});

it('lets another try go out when nobody waited for the last one', () => {
  const breaker = breakerAt();
  breaker.fails(3);
  breaker.pass(30_000);
  expect(breaker.enter()).toBeNull();
  breaker.withdrawn();
  expect(breaker.enter()).toBeNull();
});

it('rests as long as the API asks, and is then as it was', () => {
  const breaker = breakerAt();
  breaker.rest(7_000);
  expect(breaker.enter()).toBe('is left alone for another 7 s, as its API asked');
  breaker.pass(7_000);
  expect([breaker.enter(), breaker.enter()]).toEqual([null, null]);
});
