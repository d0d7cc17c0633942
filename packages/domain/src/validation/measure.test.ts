import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { countCharacters, firstCharacters, saySize, truncate, utf8Bytes } from './measure.ts';

/** Any UTF-16 at all, halves of surrogate pairs included. */
const utf16 = (maxLength: number) =>
  fc
    .array(fc.oneof(fc.nat(0xffff), fc.integer({ min: 0xd7ff, max: 0xe000 })), { maxLength })
    .map((units) => String.fromCharCode(...units));

describe('measures', () => {
  it('count the UTF-8 bytes that an encoder writes', () => {
    fc.assert(
      fc.property(utf16(50), (text) => {
        expect(utf8Bytes(text)).toBe(new TextEncoder().encode(text).length);
      }),
      { seed: 1 },
    );
  });

  it('count code points as characters', () => {
    expect(countCharacters('a😀é')).toBe(3);
  });

  it('cut to a number of characters, never through one', () => {
    fc.assert(
      fc.property(utf16(30), fc.nat(30), (text, count) => {
        expect(firstCharacters(text, count)).toBe([...text].slice(0, count).join(''));
      }),
      { seed: 1 },
    );
    expect(truncate('😀😀😀', 3)).toBe('😀😀😀');
    expect(truncate('😀😀😀', 2)).toBe('😀…');
  });

  it('say sizes as people do', () => {
    expect([saySize(256 * 1024), saySize(1024 * 1024)]).toEqual(['256 KiB', '1 MiB']);
  });
});
