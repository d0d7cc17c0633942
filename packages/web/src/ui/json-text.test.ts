import { describe, expect, test } from 'vitest';
import { parseJson } from './json-text.ts';

function faultOf(text: string): string {
  const parsed = parseJson(text);
  return parsed.ok
    ? 'no fault'
    : `${parsed.fault.line}:${parsed.fault.column} ${parsed.fault.message}`;
}

describe('parseJson', () => {
  test('reads what JSON.parse reads', () => {
    expect(parseJson(' {"a": [1, -2.5e3, "\\u00e9", null, true]} ')).toEqual({
      ok: true,
      value: { a: [1, -2500, 'é', null, true] },
    });
  });

  test.each([
    ['', '1:1 The text ends where a value should be'],
    ['{"a": 1', '1:8 Expected a comma or }'],
    ['{\n  "a": 1\n  "b": 2\n}', '3:3 Expected a comma or }'],
    ['{"a": 1,}', '1:9 No comma before }'],
    ['[1, 2,\n]', '2:1 No comma before ]'],
    ["{'a': 1}", '1:2 Expected a name in double quotes'],
    ['["a]', '1:2 This string is never closed'],
    ['{"a" 1}', '1:6 Expected a colon after the name'],
    ['{"a": \'x\'}', '1:7 Strings take double quotes'],
    ['{"a": undefined}', '1:7 A value cannot start with u'],
    ['"C:\\dir"', '1:4 A backslash is written \\\\'],
    ['"a\nb"', '1:3 A line break inside a string is written \\n'],
    ['{} {}', '1:4 Nothing may follow the value'],
  ])('says where %j breaks', (text, fault) => {
    expect(faultOf(text)).toBe(fault);
  });

  test('says that a text nested past all sense is not JSON, without falling over', () => {
    expect(parseJson(`${'['.repeat(200_000)}x`).ok).toBe(false);
  });
});
