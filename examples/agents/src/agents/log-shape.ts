import { shorten } from '../shorten.ts';

/** What varies between two occurrences of one error, most specific first. */
const VARIABLES: [pattern: RegExp, name: string][] = [
  [/\d{4}-\d{2}-\d{2}[T ]\d{2}:\d{2}:\d{2}(?:[.,]\d+)?(?:Z|[+-]\d{2}:?\d{2})?/g, '<time>'],
  [/\b[\da-f]{8}-(?:[\da-f]{4}-){3}[\da-f]{12}\b/gi, '<uuid>'],
  // A quote inside a word is an apostrophe: "can't" opens nothing.
  [/(?<!\w)"[^"]*"(?!\w)|(?<!\w)'[^']*'(?!\w)|`[^`]*`/g, '<string>'],
  [/[\w.+-]{1,64}@[\w-]{1,63}(?:\.[\w-]{1,63})+/g, '<email>'],
  [/\b\d{1,3}(?:\.\d{1,3}){3}(?::\d{1,5})?\b/g, '<ip>'],
  [/\b0x[\da-f]+\b/gi, '<hex>'],
  // Without 0x, only what has both digits and letters: "deadbeef" and "facade" may be words.
  [/\b(?=[a-f]*\d)(?=\d*[a-f])[\da-f]{8,}\b/gi, '<hex>'],
  [/\d+(?:[.,]\d+)*/g, '<n>'],
];

/** Longer lines carry payloads; what they are about stands at the start. */
const SHAPED_LENGTH = 1_000;

/** The message with what varies replaced, so that occurrences of one error look the same. */
export function shapeOf(message: string): string {
  const start = shorten(message, SHAPED_LENGTH);
  // The status of an access line is what it is about.
  const status = /^HTTP-\d{3}/.exec(start)?.[0] ?? '';
  return (
    status +
    VARIABLES.reduce(
      (text, [pattern, name]) => text.replace(pattern, name),
      start.slice(status.length),
    )
      .replace(/\s+/g, ' ')
      .trimEnd()
  );
}
