/** Any value that JSON can carry. */
export type JsonValue =
  | string
  | number
  | boolean
  | null
  | readonly JsonValue[]
  | { readonly [key: string]: JsonValue };

export type JsonObject = { readonly [key: string]: JsonValue };

export const isJsonObject = (value: unknown): value is JsonObject =>
  typeof value === 'object' && value !== null && !Array.isArray(value);

/** Where a text stops being JSON: `offset` counts from 0, `line` and `column` as editors do, from 1. */
export interface JsonFault {
  readonly message: string;
  readonly offset: number;
  readonly line: number;
  readonly column: number;
}

type ParsedJson =
  | { readonly ok: true; readonly value: JsonValue }
  | { readonly ok: false; readonly fault: JsonFault };

/**
 * Parses JSON and says where it breaks. The engine's own parser reads the value; only when it refuses does the
 * scanner below look for the place, because browsers word the position differently and V8 leaves it out of short texts.
 */
export function parseJson(text: string): ParsedJson {
  try {
    return { ok: true, value: JSON.parse(text) };
  } catch {
    const { offset, message } = findFault(text);
    return { ok: false, fault: { message, offset, ...position(text, offset) } };
  }
}

function position(text: string, offset: number): { line: number; column: number } {
  const before = text.slice(0, offset);
  const lineStart = before.lastIndexOf('\n') + 1;
  return { line: before.split('\n').length, column: offset - lineStart + 1 };
}

class Fault {
  constructor(offset: number, message: string) {
    this.offset = offset;
    this.message = message;
  }
  readonly offset: number;
  readonly message: string;
}

function findFault(text: string): { offset: number; message: string } {
  try {
    const end = skipSpace(text, skipValue(text, skipSpace(text, 0)));
    return { offset: end, message: 'Nothing may follow the value' };
  } catch (fault) {
    if (fault instanceof Fault) return fault;
    // Nested too deep for the scanner's recursion: the engine's refusal still stands, without a place.
    return { offset: 0, message: 'This is not JSON' };
  }
}

const space = /[\t\n\r ]*/y;
const numberOrWord = /-?(?:0|[1-9]\d*)(?:\.\d+)?(?:[eE][+-]?\d+)?|true|false|null/y;

function matchEnd(pattern: RegExp, text: string, at: number): number {
  pattern.lastIndex = at;
  return pattern.test(text) ? pattern.lastIndex : at;
}

const skipSpace = (text: string, at: number): number => matchEnd(space, text, at);

function skipValue(text: string, at: number): number {
  const char = text[at];
  if (char === undefined) throw new Fault(at, 'The text ends where a value should be');
  if (char === '{') return skipObject(text, at);
  if (char === '[') return skipArray(text, at);
  if (char === '"') return skipString(text, at);
  const end = matchEnd(numberOrWord, text, at);
  if (end > at) return end;
  if (char === "'") throw new Fault(at, 'Strings take double quotes');
  throw new Fault(at, `A value cannot start with ${char}`);
}

function skipString(text: string, at: number): number {
  let index = at + 1;
  for (;;) {
    const char = text[index];
    if (char === undefined) throw new Fault(at, 'This string is never closed');
    if (char === '"') return index + 1;
    if (char < ' ') throw new Fault(index, 'A line break inside a string is written \\n');
    if (char !== '\\') {
      index += 1;
      continue;
    }
    const escaped = /^\\(?:["\\/bfnrt]|u[0-9a-fA-F]{4})/.exec(text.slice(index, index + 6));
    if (escaped === null) throw new Fault(index, 'A backslash is written \\\\');
    index += escaped[0].length;
  }
}

function skipArray(text: string, at: number): number {
  let index = skipSpace(text, at + 1);
  if (text[index] === ']') return index + 1;
  for (;;) {
    index = skipSpace(text, skipValue(text, index));
    if (text[index] === ']') return index + 1;
    if (text[index] !== ',') throw new Fault(index, 'Expected a comma or ]');
    index = skipSpace(text, index + 1);
    if (text[index] === ']') throw new Fault(index, 'No comma before ]');
  }
}

function skipObject(text: string, at: number): number {
  let index = skipSpace(text, at + 1);
  if (text[index] === '}') return index + 1;
  for (;;) {
    if (text[index] !== '"') throw new Fault(index, 'Expected a name in double quotes');
    index = skipSpace(text, skipString(text, index));
    if (text[index] !== ':') throw new Fault(index, 'Expected a colon after the name');
    index = skipSpace(text, skipValue(text, skipSpace(text, index + 1)));
    if (text[index] === '}') return index + 1;
    if (text[index] !== ',') throw new Fault(index, 'Expected a comma or }');
    index = skipSpace(text, index + 1);
    if (text[index] === '}') throw new Fault(index, 'No comma before }');
  }
}
