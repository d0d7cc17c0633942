import {
  countCharacters,
  firstCharacters,
  jsonBytes,
  sayNumber,
  utf8Bytes,
} from '../validation/measure.ts';
import { redact } from './redact.ts';

/**
 * A log row holds two payloads and a message of up to 4,000 characters (16 KiB at most):
 * 24 KiB a payload keeps the row within 64 KiB.
 */
export const auditPayloadBytes = 24 * 1024;

/** Tried in order until the payload fits: the longest string and the most entries of an array or object to keep. */
const cuts = [
  { characters: 8_192, entries: 1_000 },
  { characters: 2_048, entries: 200 },
  { characters: 512, entries: 50 },
  { characters: 128, entries: 12 },
  { characters: 64, entries: 4 },
] as const;

type Cut = (typeof cuts)[number];

/** Prepared before: whoever keeps a payload prepares it, and so does the commit, to be sure. */
const prepared = new WeakSet<object>();

/** What may be kept in the audit log of a request or response: secrets out, size bounded, and a note wherever something was cut. */
export function preparePayload(value: unknown): unknown {
  if (typeof value !== 'object' || value === null)
    return fitPayload(redact(value), auditPayloadBytes);
  if (prepared.has(value)) return value;
  const fit = fitPayload(redact(value), auditPayloadBytes);
  if (typeof fit === 'object' && fit !== null) prepared.add(fit);
  return fit;
}

/** `value` itself when its JSON has at most `maxBytes`, else a copy with overlong parts cut and noted. Expects bounded depth. */
export function fitPayload(value: unknown, maxBytes: number): unknown {
  const json = JSON.stringify(value) ?? '';
  // A UTF-16 unit takes at most three bytes: most payloads are far below, and need not be counted.
  if (json.length * 3 <= maxBytes) return value;
  const bytes = utf8Bytes(json);
  if (bytes <= maxBytes) return value;
  for (const cut of cuts) {
    const shorter = shorten(value, cut);
    if (jsonBytes(shorter) <= maxBytes) return shorter;
  }
  // Many small parts, deep inside: nothing readable is left to cut, so the text is kept as far as it goes.
  // A character takes up to 6 bytes once its JSON is itself a JSON string.
  const start = firstCharacters(json, Math.floor(maxBytes / 6) - 32);
  return `${start}… [${sayNumber(bytes)} bytes of JSON in all]`;
}

function shorten(value: unknown, cut: Cut): unknown {
  if (typeof value === 'string') return shortenText(value, cut.characters);
  if (typeof value !== 'object' || value === null) return value;
  if (Array.isArray(value)) {
    const kept = value.slice(0, cut.entries).map((item) => shorten(item, cut));
    const dropped = value.length - kept.length;
    return dropped === 0 ? kept : [...kept, `[${sayNumber(dropped)} more]`];
  }
  const fields = Object.entries(value);
  const kept = fields
    .slice(0, cut.entries)
    .map(([name, field]) => [shortenText(name, cut.characters), shorten(field, cut)] as const);
  const dropped = fields.length - kept.length;
  const note = dropped === 0 ? [] : [['…', `[${sayNumber(dropped)} more]`] as const];
  return Object.fromEntries([...kept, ...note]);
}

function shortenText(text: string, max: number): string {
  if (text.length <= max) return text;
  return `${firstCharacters(text, max)}… [${sayNumber(countCharacters(text))} characters in all]`;
}
