import { setTimeout as delay } from 'node:timers/promises';
import { describe, expect, test } from 'vitest';
import { inBatches } from './in-batches.ts';

const wait = (ms: number): Promise<void> => delay(ms);

/** A source that is fed by hand, and ends when it is told to. */
function feed() {
  const items: IteratorResult<number, undefined>[] = [];
  const waiting: ((item: IteratorResult<number, undefined>) => void)[] = [];
  let failure: Error | undefined;
  const give = (item: IteratorResult<number, undefined>) => {
    const resolve = waiting.shift();
    if (resolve) resolve(item);
    else items.push(item);
  };
  return {
    give: (...values: number[]) => {
      for (const value of values) give({ done: false, value });
    },
    end: () => give({ done: true, value: undefined }),
    fail: (error: Error) => {
      failure = error;
    },
    source: {
      next: () => {
        const item = items.shift();
        if (item) return Promise.resolve(item);
        if (failure) return Promise.reject(failure);
        return new Promise<IteratorResult<number, undefined>>((resolve) => waiting.push(resolve));
      },
    },
  };
}

describe('a batch', () => {
  test('ends when it is full', async () => {
    const { give, source } = feed();
    give(1, 2, 3, 4, 5);
    const batches = inBatches(source, { maxItems: 2, waitMs: 60_000 }, wait);
    expect((await batches.next()).value).toEqual([1, 2]);
    expect((await batches.next()).value).toEqual([3, 4]);
  });

  test('ends when nothing more comes for a while, and what comes later is in the next one', async () => {
    const { give, source } = feed();
    const batches = inBatches(source, { maxItems: 100, waitMs: 5 }, wait);
    give(1, 2);
    expect((await batches.next()).value).toEqual([1, 2]);
    const later = batches.next();
    give(3);
    expect((await later).value).toEqual([3]);
  });

  test('of what came before the end is not lost', async () => {
    const { give, end, source } = feed();
    give(1);
    end();
    const batches = inBatches(source, { maxItems: 100, waitMs: 60_000 }, wait);
    expect(await batches.next()).toEqual({ done: false, value: [1] });
    expect(await batches.next()).toEqual({ done: true, value: undefined });
  });

  test('comes before the failure that followed it, which is told to whoever asks on', async () => {
    const { give, fail, source } = feed();
    give(1, 2);
    fail(new Error('The source broke.'));
    const batches = inBatches(source, { maxItems: 2, waitMs: 60_000 }, wait);
    expect((await batches.next()).value).toEqual([1, 2]);
    await expect(batches.next()).rejects.toThrow('The source broke.');
  });
});
