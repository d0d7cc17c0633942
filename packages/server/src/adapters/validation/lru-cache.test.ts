import { expect, it } from 'vitest';
import { canonicalJson, LruCache } from './lru-cache.ts';

it('forgets what was used least recently', () => {
  const cache = new LruCache<string, number>(2);
  let made = 0;
  const get = (key: string) => cache.getOrCreate(key, () => ++made);
  get('a');
  get('b');
  get('a');
  get('c');
  expect([get('a'), made]).toEqual([1, 3]);
  expect([get('b'), made]).toEqual([4, 4]);
  expect(cache.size).toBe(2);
});

it('canonical JSON does not depend on the order of keys', () => {
  expect(canonicalJson({ b: [{ d: 1, c: 2 }], a: null })).toBe('{"a":null,"b":[{"c":2,"d":1}]}');
});
