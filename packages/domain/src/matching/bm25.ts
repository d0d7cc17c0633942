/**
 * Okapi BM25: S. Robertson and H. Zaragoza, "The Probabilistic Relevance Framework: BM25 and Beyond",
 * Foundations and Trends in Information Retrieval 3(4), 2009, section 3.5 for the formula and 3.6 (BM25F, with one
 * length for the whole document) for the weights of fields.
 */
const k1 = 1.2;
const b = 0.75;

export interface Bm25Document {
  readonly id: string;
  /** Each word of a field counts `weight` times. */
  readonly fields: readonly { readonly tokens: readonly string[]; readonly weight: number }[];
}

interface Posting {
  readonly id: string;
  /** What the word adds to this document's score when the query has it once. */
  readonly contribution: number;
}

export interface Bm25Index {
  /** Each word's documents. */
  readonly postings: ReadonlyMap<string, readonly Posting[]>;
  /** Inverse document frequency of a word that one document alone has. */
  readonly rarestIdf: number;
}

/** Builds the index once for many queries; all but the query's part of the formula is worked out here. */
export function buildBm25Index(documents: readonly Bm25Document[]): Bm25Index {
  const counted = documents.map(({ id, fields }) => ({ id, ...countWords(fields) }));
  const meanLength = counted.reduce((sum, { length }) => sum + length, 0) / (counted.length || 1);
  const frequencies = countDocuments(counted);
  const postings = new Map<string, Posting[]>();
  for (const { id, counts, length } of counted) {
    const lengthFactor = k1 * (1 - b + (b * length) / (meanLength || 1));
    for (const [word, count] of counts) {
      const idf = inverseFrequency(frequencies.get(word) ?? 0, counted.length);
      const contribution = (idf * count * (k1 + 1)) / (count + lengthFactor);
      const list = postings.get(word);
      if (list === undefined) postings.set(word, [{ id, contribution }]);
      else list.push({ id, contribution });
    }
  }
  return { postings, rarestIdf: inverseFrequency(1, counted.length) };
}

/** The score of every document that shares a word with the query; a word asked for twice counts twice. */
export function scoreBm25(index: Bm25Index, query: readonly string[]): ReadonlyMap<string, number> {
  const scores = new Map<string, number>();
  for (const word of query) {
    for (const { id, contribution } of index.postings.get(word) ?? []) {
      scores.set(id, (scores.get(id) ?? 0) + contribution);
    }
  }
  return scores;
}

/**
 * The scores of one query as shares in (0, 1] of the best one. A document that is not in the map shares no word.
 *
 * BM25 has no upper bound, and the bound that a query implies (every word found, endlessly often) is so far off
 * for a long query that all documents come out alike and near zero: the other components of the matcher's score
 * would then decide by accident. The best document of the same query is the yardstick that a long and a short
 * query have in common. It is taken over all agents, busy ones too, so that a free agent which fits much worse
 * than a busy one shows it. The best is not less than the weight of one word that singles out a document: when
 * all that a query shares is a word that many have, nobody fits well.
 */
export function normaliseScores(
  index: Bm25Index,
  scores: ReadonlyMap<string, number>,
): ReadonlyMap<string, number> {
  let best = index.rarestIdf;
  for (const score of scores.values()) best = Math.max(best, score);
  return new Map([...scores].map(([id, score]) => [id, score / best]));
}

function countWords(fields: Bm25Document['fields']) {
  const counts = new Map<string, number>();
  let length = 0;
  for (const { tokens, weight } of fields) {
    length += tokens.length * weight;
    for (const token of tokens) counts.set(token, (counts.get(token) ?? 0) + weight);
  }
  return { counts, length };
}

function countDocuments(documents: readonly { readonly counts: ReadonlyMap<string, number> }[]) {
  const frequencies = new Map<string, number>();
  for (const { counts } of documents) {
    for (const word of counts.keys()) frequencies.set(word, (frequencies.get(word) ?? 0) + 1);
  }
  return frequencies;
}

/** The form that stays above zero for a word that most documents have (Lucene's BM25Similarity). */
function inverseFrequency(documentsWithWord: number, documents: number): number {
  return Math.log(1 + (documents - documentsWithWord + 0.5) / (documentsWithWord + 0.5));
}
