import { featuresOf, type JobText, type TextFeatures } from './features.ts';
import { PostingTable } from './posting-table.ts';

/** What came of giving a job to an agent. */
export interface LearningExample {
  readonly text: JobText;
  readonly agentId: string;
  /** Whether it was right to give the job to this agent. */
  readonly right: boolean;
  /** How much it counts, in (0, 1]; 1 for a completed job. */
  readonly weight: number;
}

/**
 * Which words lead to which agent, as learned from jobs: a linear model one-vs-rest, sparse and online. It changes in place.
 *
 * A text's features are weighted log-tf × idf and normalised to length 1 (C. Manning et al., "Introduction to Information
 * Retrieval", 2008, section 6.4). An agent's score is its weights times those, less 1: the bias is fixed, so that an agent that
 * shares nothing with a text has nothing to correct. The loss is the squared hinge, max(0, 1 ∓ score)², descended example by
 * example. Of the agents that were not right only those above `rivalAbove` are corrected.
 */
export interface LearnedModel {
  readonly agents: LearnedAgents;
  readonly table: PostingTable;
  /** Texts that were learned from. */
  documents: number;
}

export interface LearnedAgents {
  readonly ids: string[];
  readonly numbers: Map<string, number>;
  /** Jobs that each did right, by weight. */
  readonly experience: number[];
}

const bias = -1;
const rivalAbove = -0.8;
/** How far one example moves its score towards its goal, twice over; a rebuild goes through all of them more often, in smaller steps. */
const onlineRate = 0.2;
const leastWeight = 0.01;
/**
 * A word of every text tells something too: 1 more for every word, as in scikit-learn's TfidfTransformer. With less, an agent that
 * does all jobs of a kind would lose them to doubt, since each brings a name that was never seen and that outweighs all else.
 */
const leastIdf = 1;

export function emptyModel(): LearnedModel {
  return {
    agents: { ids: [], numbers: new Map(), experience: [] },
    table: new PostingTable(),
    documents: 0,
  };
}

/** Takes one example in, for good. The same examples in the same order make the same model, bit by bit. */
export function learn(model: LearnedModel, example: LearningExample): void {
  const read = readExample(model, example);
  if (read !== null) descend(model, read, onlineRate);
}

/** An example with its text taken apart, to be gone through more than once. */
export interface ReadExample {
  readonly features: TextFeatures;
  readonly agent: number;
  readonly right: boolean;
  readonly weight: number;
}

/** Counts the example's words and its agent's experience; null when there is nothing in it to learn. */
export function readExample(model: LearnedModel, example: LearningExample): ReadExample | null {
  const features = featuresOf(example.text);
  if (features.hashes.length === 0 || !(example.weight > 0)) return null;
  const agent = numberOf(model.agents, example.agentId);
  const weight = Math.min(1, example.weight);
  if (example.right) {
    model.agents.experience[agent] = (model.agents.experience[agent] ?? 0) + weight;
  }
  model.documents += 1;
  for (const hash of features.hashes) model.table.countDocumentAt(model.table.add(hash));
  return { features, agent, right: example.right, weight };
}

/** What the model makes of a text, of each agent by its number. */
export interface TextScores {
  /** About 1 for one that the text is surely for, −1 for one that it says nothing of. */
  readonly scores: Float64Array;
  /** The share of the text, by squared weight, in words that speak for the agent; in [0, 1]. */
  readonly coverage: Float64Array;
}

export function scoreText(model: LearnedModel, text: JobText): TextScores {
  const features = featuresOf(text);
  return scoreFeatures(model, features, weigh(model, features));
}

function scoreFeatures(
  model: LearnedModel,
  { hashes }: TextFeatures,
  values: Float64Array,
): TextScores {
  const scores = new Float64Array(model.agents.ids.length).fill(bias);
  const coverage = new Float64Array(scores.length);
  for (let at = 0; at < hashes.length; at += 1) {
    model.table.addTo(scores, coverage, model.table.find(hashes[at] ?? 0), values[at] ?? 0);
  }
  return { scores, coverage };
}

/** One step down the loss of an example. */
export function descend(
  model: LearnedModel,
  { features, agent, right, weight }: ReadExample,
  rate: number,
): void {
  const values = weigh(model, features);
  const { scores } = scoreFeatures(model, features, values);
  const steps = new Float64Array(scores.length);
  const corrected: number[] = [];
  const correct = (one: number, towards: 1 | -1) => {
    const miss = 1 - towards * (scores[one] ?? bias);
    if (miss <= 0) return;
    steps[one] = towards * 2 * rate * weight * miss;
    corrected.push(one);
  };
  correct(agent, right ? 1 : -1);
  // What one agent did wrong says nothing of the others.
  if (right) {
    for (let one = 0; one < scores.length; one += 1) {
      if (one !== agent && (scores[one] ?? bias) > rivalAbove) correct(one, -1);
    }
  }
  if (corrected.length === 0) return;
  const marks = new Uint32Array(scores.length);
  for (let at = 0; at < features.hashes.length; at += 1) {
    const place = model.table.find(features.hashes[at] ?? 0);
    model.table.update(place, corrected, steps, values[at] ?? 0, leastWeight, marks, at + 1);
  }
}

/** log-tf × idf of each feature, of length 1 together. */
function weigh(model: LearnedModel, { hashes, counts }: TextFeatures): Float64Array {
  const values = new Float64Array(hashes.length);
  let squares = 0;
  for (let at = 0; at < hashes.length; at += 1) {
    const documents = model.table.documentsAt(model.table.find(hashes[at] ?? 0));
    const idf = Math.max(0, Math.log((model.documents + 1) / (documents + 0.5))) + leastIdf;
    const value = (1 + Math.log(counts[at] ?? 1)) * idf;
    values[at] = value;
    squares += value * value;
  }
  const length = Math.sqrt(squares);
  if (length > 0)
    for (let at = 0; at < values.length; at += 1) values[at] = (values[at] ?? 0) / length;
  return values;
}

function numberOf(agents: LearnedAgents, id: string): number {
  const known = agents.numbers.get(id);
  if (known !== undefined) return known;
  const number = agents.ids.length;
  agents.ids.push(id);
  agents.numbers.set(id, number);
  agents.experience.push(0);
  return number;
}
