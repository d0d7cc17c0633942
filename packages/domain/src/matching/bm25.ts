/**
 * Okapi BM25: S. Robertson and H. Zaragoza, "The Probabilistic Relevance Framework: BM25 and Beyond",
 * Foundations and Trends in Information Retrieval 3(4), 2009, section 3.5 for the formula and 3.6 (BM25F, with one
 * length for the whole document) for the weights of fields.
 */
const k1 = 1.2;
const b = 0.75;

/** The words of a document by field; each word of a field counts `weight` times. */
export type Bm25Document = readonly {
  readonly tokens: readonly string[];
  readonly weight: number;
}[];

/** Documents by their words, in flat arrays. Documents are known by their place in the list that it was built from. */
export interface Bm25Index {
  readonly documents: number;
  /** Each word's number. */
  readonly words: ReadonlyMap<string, number>;
  readonly idf: Float32Array;
  /** The postings of word w are those from starts[w] to starts[w + 1]. */
  readonly starts: Uint32Array;
  readonly postings: Uint32Array;
  /** What the word adds to that document's score when the query has it once. */
  readonly contributions: Float32Array;
  /** Inverse document frequency of a word that no document has: what it might have told. */
  readonly unseenIdf: number;
}

/** A query's words, each once, with how much it counts. */
export type Bm25Query = ReadonlyMap<string, number>;

/**
 * A handful of documents tells nothing of how rare a word is: in one of three a word would seem to be everywhere, and the words
 * that none has would outweigh all that fits. Fewer are taken for the part of as many that is there.
 */
const leastDocuments = 100;

/**
 * Builds the index once for many queries; all but the query's part of the formula is worked out here. `isCopy`: documents that
 * repeat another one do not make its words more frequent.
 */
export function buildBm25Index(
  documents: readonly Bm25Document[],
  isCopy: (document: number) => boolean = () => false,
): Bm25Index {
  const words = new Map<string, number>();
  const counted = documents.map((fields) => countWords(fields, words));
  const frequencies = new Uint32Array(words.size + 1);
  const originals = new Uint32Array(words.size);
  let total = 0;
  let distinct = 0;
  for (const [document, { counts, length }] of counted.entries()) {
    const original = isCopy(document) ? 0 : 1;
    total += length;
    distinct += original;
    for (const word of counts.keys()) {
      frequencies[word] = (frequencies[word] ?? 0) + 1;
      originals[word] = (originals[word] ?? 0) + original;
    }
  }
  const meanLength = total / (counted.length || 1);
  const population = Math.max(distinct, leastDocuments);
  const idf = Float32Array.from(originals, (having) =>
    inverseFrequency(Math.max(1, having), population),
  );
  const starts = new Uint32Array(words.size + 1);
  for (let word = 0; word < words.size; word += 1) {
    starts[word + 1] = (starts[word] ?? 0) + (frequencies[word] ?? 0);
  }
  const next = starts.slice();
  const postings = new Uint32Array(starts[words.size] ?? 0);
  const contributions = new Float32Array(postings.length);
  for (const [document, { counts, length }] of counted.entries()) {
    const lengthFactor = k1 * (1 - b + (b * length) / (meanLength || 1));
    for (const [word, count] of counts) {
      const at = next[word] ?? 0;
      next[word] = at + 1;
      postings[at] = document;
      contributions[at] = ((idf[word] ?? 0) * count * (k1 + 1)) / (count + lengthFactor);
    }
  }
  const unseenIdf = inverseFrequency(0, population);
  return { documents: counted.length, words, idf, starts, postings, contributions, unseenIdf };
}

/** The score of every document, 0 for one that shares no word with the query. */
export function scoreBm25(index: Bm25Index, query: Bm25Query): Float64Array {
  const scores = new Float64Array(index.documents);
  for (const [word, weight] of query) {
    const number = index.words.get(word);
    if (number === undefined) continue;
    const end = index.starts[number + 1] ?? 0;
    for (let at = index.starts[number] ?? 0; at < end; at += 1) {
      const document = index.postings[at] ?? 0;
      scores[document] = (scores[document] ?? 0) + weight * (index.contributions[at] ?? 0);
    }
  }
  return scores;
}

/** The inverse document frequency of a word, whether a document has it or not. */
export function idfOf(index: Bm25Index, word: string): number {
  const number = index.words.get(word);
  return number === undefined ? index.unseenIdf : (index.idf[number] ?? 0);
}

function countWords(fields: Bm25Document, words: Map<string, number>) {
  const counts = new Map<number, number>();
  let length = 0;
  for (const { tokens, weight } of fields) {
    length += tokens.length * weight;
    for (const token of tokens) {
      let word = words.get(token);
      if (word === undefined) {
        word = words.size;
        words.set(token, word);
      }
      counts.set(word, (counts.get(word) ?? 0) + weight);
    }
  }
  return { counts, length };
}

/** The form that stays above zero for a word that most documents have (Lucene's BM25Similarity). */
function inverseFrequency(documentsWithWord: number, documents: number): number {
  return Math.log(1 + (documents - documentsWithWord + 0.5) / (documentsWithWord + 0.5));
}
