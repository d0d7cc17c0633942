import { porterStem } from './porter-stemmer.ts';
import { isNumber, wordsOf } from './text.ts';

/** A job's words, as both halves of the matcher read them. */
export interface JobText {
  readonly title: string;
  readonly description: string | null;
}

/** Words beyond these tell nothing new about what a job is, and a text has no other bound. */
export const maxWords = 400;

/** The features of a text: each once, with how often it occurs. Parallel arrays, in the order of the text. */
export interface TextFeatures {
  readonly hashes: Uint32Array;
  readonly counts: Float32Array;
}

/**
 * Words as they stand, their stems, and the pairs of neighbouring stems; of these only a hash is kept, so that the model's size
 * depends on what differs and not on how long it is (K. Weinberger et al., "Feature Hashing for Large Scale Multitask Learning",
 * ICML 2009). All numbers are one word. Stop words stay: history shows which of them tell something ("how do I" from "when did I").
 */
export function featuresOf({ title, description }: JobText): TextFeatures {
  const counts = new Map<number, number>();
  const add = (feature: string) => {
    const hash = fnv1a(feature);
    counts.set(hash, (counts.get(hash) ?? 0) + 1);
  };
  let before = '';
  // Which number it is tells next to nothing of what is to be done, and each one would be a word that was never seen.
  for (const each of wordsOf(`${title}\n${description ?? ''}`, maxWords)) {
    const word = isNumber(each) ? '#' : each;
    const stem = porterStem(word);
    add(`w ${word}`);
    add(`s ${stem}`);
    if (before !== '') add(`b ${before} ${stem}`);
    before = stem;
  }
  return {
    hashes: Uint32Array.from(counts.keys()),
    counts: Float32Array.from(counts.values()),
  };
}

/** FNV-1a over UTF-16 code units, 32 bits, with a final mix (MurmurHash3's fmix32); never 0, which marks an empty place. */
export function fnv1a(text: string): number {
  let hash = 0x811c9dc5;
  for (let at = 0; at < text.length; at += 1) {
    hash = Math.imul(hash ^ text.charCodeAt(at), 0x01000193);
  }
  hash = Math.imul(hash ^ (hash >>> 16), 0x85ebca6b);
  hash = Math.imul(hash ^ (hash >>> 13), 0xc2b2ae35);
  return (hash ^ (hash >>> 16)) >>> 0 || 1;
}
