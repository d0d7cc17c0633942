import { type AgentIndex, askFor, namedBy } from './agent-index.ts';
import { idfOf, scoreBm25 } from './bm25.ts';
import { type JobText, maxWords } from './features.ts';
import { type LearnedModel, scoreText } from './learned-model.ts';
import { isNumber, queryOf } from './text.ts';

/** What a job's text tells of each agent, by its place in the index. All are 0 for one that it tells nothing of. */
export interface TextEvidence {
  /** From the jobs it did: 0 … about 2, where 2 is as sure as can be. Of all its twins together. */
  readonly learned: Float64Array;
  /** The share of the text, by weight, in words that its jobs make speak for it; in [0, 1]. */
  readonly coverage: Float64Array;
  /** From what it says of itself: the share, about, of the text's weight in words that it uses; in [0, 1.5]. */
  readonly described: Float64Array;
  /** 1 for one without experience, less the more of it it has: how much its words have to stand in for its history. */
  readonly newness: Float64Array;
  /** Which of the text's first 32 words it uses of itself, as bits. */
  readonly support: Uint32Array;
}

/** With as many jobs done an agent's words count half of what they do for a new one. */
const halfNewness = 3;
/** Words beyond these add ever less to what a description could be expected to answer: nobody describes all that a long text tells. */
const fullWords = 6;
const mostDescribed = 1.5;
/**
 * A name is short, chosen with care, and what a person who means the agent writes: a text with all of it counts so much more. On
 * the titles of MetaTool's history 56.8 % first right, against 56.0 % with each word of the name counted twice instead.
 */
const nameBonus = 0.3;

export function evidenceIn(
  { index, learned }: { readonly index: AgentIndex; readonly learned: LearnedModel },
  text: JobText,
): TextEvidence {
  const count = index.ids.length;
  const { described, support } = fromWords(index, text);
  const evidence: TextEvidence = {
    learned: new Float64Array(count),
    coverage: new Float64Array(count),
    described,
    newness: new Float64Array(count).fill(1),
    support,
  };
  if (learned.documents > 0) addLearned(evidence, index, learned, text);
  return evidence;
}

function fromWords(index: AgentIndex, { title, description }: JobText) {
  const { words } = index;
  const stems = queryOf(`${title}\n${description ?? ''}`, maxWords);
  const query = askFor(index, stems);
  const described = scoreBm25(words, query);
  const named = namedBy(index, stems);
  const expected = expectedWeight(words, stems);
  for (let at = 0; at < described.length; at += 1) {
    const score = (described[at] ?? 0) * (1 + nameBonus * (named[at] ?? 0));
    if (score > 0) described[at] = Math.min(mostDescribed, score / expected);
  }
  const support = new Uint32Array(described.length);
  let bit = 1;
  for (const word of query.keys()) {
    const number = words.words.get(word);
    if (number !== undefined) {
      const end = words.starts[number + 1] ?? 0;
      for (let at = words.starts[number] ?? 0; at < end; at += 1) {
        const place = words.postings[at] ?? 0;
        support[place] = (support[place] ?? 0) | bit;
      }
    }
    bit <<= 1;
    if (bit === 0) break;
  }
  return { described, support };
}

/**
 * What a good description scores: the idf of the text's words, from the most telling on, those after the first few ever less. A
 * number that nobody names is no word that a description could have.
 */
function expectedWeight(words: AgentIndex['words'], query: ReadonlyMap<string, number>): number {
  const weights = [...query].map(([word, weight]) =>
    isNumber(word) && !words.words.has(word) ? 0 : weight * idfOf(words, word) ** 1.2,
  );
  weights.sort((one, other) => other - one);
  return weights.reduce((sum, weight, n) => sum + weight * Math.min(1, fullWords / (n + 1)), 0);
}

/**
 * Under the squared hinge a score is an estimate of 2p − 1, p the share of such jobs that are the agent's. So what copies of one
 * worker, who get the same jobs by turns, have learned adds up: Σ (score + 1).
 */
function addLearned(
  evidence: TextEvidence,
  index: AgentIndex,
  model: LearnedModel,
  text: JobText,
): void {
  const { scores, coverage } = scoreText(model, text);
  const places = placesOf(index, model);
  const { twinOf } = index;
  const experience = new Float64Array(twinOf.length);
  for (let number = 0; number < scores.length; number += 1) {
    const place = places[number] ?? -1;
    if (place < 0) continue;
    const first = twinOf[place] ?? place;
    evidence.learned[first] =
      (evidence.learned[first] ?? 0) + Math.max(0, 1 + (scores[number] ?? -1));
    evidence.coverage[first] = Math.max(evidence.coverage[first] ?? 0, coverage[number] ?? 0);
    experience[first] = (experience[first] ?? 0) + (model.agents.experience[number] ?? 0);
  }
  for (let place = 0; place < twinOf.length; place += 1) {
    const first = twinOf[place] ?? place;
    evidence.learned[place] = evidence.learned[first] ?? 0;
    evidence.coverage[place] = evidence.coverage[first] ?? 0;
    evidence.newness[place] = halfNewness / (halfNewness + (experience[first] ?? 0));
  }
}

interface Places {
  readonly model: LearnedModel;
  readonly places: Int32Array;
}

const known = new WeakMap<AgentIndex, Places>();

/** For each of the model's agents its place in the index, −1 when it is gone. Kept: a model's agents only become more. */
function placesOf(index: AgentIndex, model: LearnedModel): Int32Array {
  const { ids } = model.agents;
  const last = known.get(index);
  if (last?.model === model && last.places.length === ids.length) return last.places;
  const places = Int32Array.from(ids, (id) => index.places.get(id) ?? -1);
  known.set(index, { model, places });
  return places;
}
