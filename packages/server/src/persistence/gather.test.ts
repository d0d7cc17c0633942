import { describe, expect, it } from 'vitest';
import { gather } from './gather.ts';

/** A call that is out, and how the test ends it. */
interface Out<Item> {
  readonly items: readonly Item[];
  answer(answers: readonly string[]): void;
  fail(error: Error): void;
}

/** Gathers words; every call that goes out stays out until the test answers it. */
function gatherer({ maxItems = 10, maxInFlight = 1 } = {}) {
  const out: Out<string>[] = [];
  const ask = gather<string, string>(
    (items) => new Promise((resolve, reject) => out.push({ items, answer: resolve, fail: reject })),
    { maxItems, maxInFlight },
  );
  return { ask, out, call: (n: number) => out[n] as Out<string> };
}

/** Long enough for everything that was scheduled as a microtask, and no timer. */
const microtasks = () => new Promise<void>((resolve) => setImmediate(resolve));

describe('gather', () => {
  it('sends an idle caller’s item off in the same tick, without a timer', async () => {
    const { ask, out } = gatherer();
    void ask('a');
    expect(out).toHaveLength(0);
    await Promise.resolve();
    expect(out.map(({ items }) => items)).toEqual([['a']]);
  });

  it('sends what is asked in one tick as one call, and gives each its own answer in order', async () => {
    const { ask, call } = gatherer();
    const answers = Promise.all(['a', 'b', 'c'].map(ask));
    await Promise.resolve();
    expect(call(0).items).toEqual(['a', 'b', 'c']);
    call(0).answer(['A', 'B', 'C']);
    expect(await answers).toEqual(['A', 'B', 'C']);
  });

  it('lets newcomers gather while as many calls are out as may be, and leave together', async () => {
    const { ask, out, call } = gatherer({ maxInFlight: 2 });
    const first = ask('a');
    await microtasks();
    const second = ask('b');
    await microtasks();
    const rest = [ask('c'), ask('d')];
    await microtasks();
    expect(out.map(({ items }) => items)).toEqual([['a'], ['b']]);

    call(1).answer(['B']);
    expect(await second).toBe('B');
    await microtasks();
    expect(out.map(({ items }) => items)).toEqual([['a'], ['b'], ['c', 'd']]);

    call(2).answer(['C', 'D']);
    expect(await Promise.all(rest)).toEqual(['C', 'D']);
    call(0).answer(['A']);
    expect(await first).toBe('A');
  });

  it('never has more calls out than allowed, nor more items in one than allowed', async () => {
    let open = 0;
    let mostOpen = 0;
    const sizes: number[] = [];
    const ask = gather<number, number>(
      async (items) => {
        open += 1;
        mostOpen = Math.max(mostOpen, open);
        sizes.push(items.length);
        await microtasks();
        open -= 1;
        return items.map((item) => item * 2);
      },
      { maxItems: 7, maxInFlight: 3 },
    );
    const numbers = Array.from({ length: 100 }, (_, n) => n);
    expect(await Promise.all(numbers.map(ask))).toEqual(numbers.map((n) => n * 2));
    expect(mostOpen).toBe(3);
    expect(Math.max(...sizes)).toBe(7);
    expect(sizes.reduce((sum, size) => sum + size)).toBe(100);
  });

  it('rejects everyone in a call that failed, nobody else, and goes on', async () => {
    const { ask, call } = gatherer();
    const failing = Promise.allSettled([ask('a'), ask('b')]);
    await microtasks();
    const later = ask('c');
    call(0).fail(new Error('the database is away'));
    expect(await failing).toMatchObject([
      { status: 'rejected', reason: { message: 'the database is away' } },
      { status: 'rejected', reason: { message: 'the database is away' } },
    ]);
    await microtasks();
    call(1).answer(['C']);
    expect(await later).toBe('C');
  });

  it('rejects everyone when the call throws before it returns a promise', async () => {
    const ask = gather<string, string>(
      () => {
        throw new Error('at once');
      },
      { maxItems: 2, maxInFlight: 1 },
    );
    await expect(ask('a')).rejects.toThrow('at once');
    await expect(ask('b')).rejects.toThrow('at once');
  });

  it('rejects those for whom no answer came back', async () => {
    const { ask, call } = gatherer();
    const answers = Promise.allSettled([ask('a'), ask('b')]);
    await microtasks();
    call(0).answer(['A']);
    expect(await answers).toMatchObject([
      { status: 'fulfilled', value: 'A' },
      { status: 'rejected', reason: { message: expect.stringContaining('fewer') } },
    ]);
  });
});
