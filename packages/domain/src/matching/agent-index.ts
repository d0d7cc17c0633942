import { type Bm25Index, buildBm25Index, idfOf } from './bm25.ts';
import type { MatchAgent } from './match-agent.ts';
import { tokenise } from './text.ts';

/** Agents by the words that describe them. Depends on their names, descriptions and skills alone: build it again when one of these changes. */
export interface AgentIndex {
  /** In the order of the index's documents. */
  readonly ids: readonly string[];
  readonly places: ReadonlyMap<string, number>;
  readonly words: Bm25Index;
  /** By words of names: whose they are, and which share of the name they make up, by rarity. */
  readonly byName: ReadonlyMap<string, readonly NamePart[]>;
  /** Words by their first letters, to find relatives of one that no agent uses. */
  readonly byPrefix: ReadonlyMap<string, readonly string[]>;
  /**
   * For each agent the place of the first that has its description and skills word for word: its own for one that nobody copies.
   * Copies of one worker share what any of them has learned.
   */
  readonly twinOf: Uint32Array;
}

interface NamePart {
  readonly place: number;
  readonly share: number;
}

export type AgentText = Pick<MatchAgent, 'id' | 'name' | 'description' | 'skills'>;

/** More words than these of one text describe nothing better. */
const maxWords = 1_000;

export function buildAgentIndex(agents: readonly AgentText[]): AgentIndex {
  const firsts = new Map<string, number>();
  const twinOf = Uint32Array.from(agents, (agent, place) => {
    const self = describe(agent);
    if (self === null) return place;
    const first = firsts.get(self) ?? place;
    firsts.set(self, first);
    return first;
  });
  const words = buildBm25Index(
    agents.map(({ name, description, skills }) => [
      { tokens: tokenise(name, maxWords), weight: 1 },
      { tokens: tokenise(description, maxWords), weight: 1 },
      {
        tokens: skills.flatMap((skill) => [
          ...tokenise(skill.name, maxWords),
          ...tokenise(skill.description, maxWords),
        ]),
        weight: 1,
      },
    ]),
    (place) => twinOf[place] !== place,
  );
  const ids = agents.map(({ id }) => id);
  const places = new Map(ids.map((id, place) => [id, place]));
  const byName = gatherNames(agents, words);
  return { ids, places, words, byName, byPrefix: gatherPrefixes(words), twinOf };
}

/** How much of each agent's name a job's words call it by, in [0, 1]. */
export function namedBy({ ids, byName }: AgentIndex, stems: ReadonlyMap<string, number>) {
  const named = new Float64Array(ids.length);
  for (const [stem, weight] of stems) {
    for (const { place, share } of byName.get(stem) ?? []) {
      named[place] = (named[place] ?? 0) + share * Math.min(1, weight);
    }
  }
  return named;
}

function gatherNames(
  agents: readonly AgentText[],
  index: Bm25Index,
): ReadonlyMap<string, readonly NamePart[]> {
  const byName = new Map<string, NamePart[]>();
  for (const [place, { name }] of agents.entries()) {
    const words = new Set(tokenise(name, maxWords));
    let total = 0;
    for (const word of words) total += idfOf(index, word);
    for (const word of words) {
      const part = { place, share: idfOf(index, word) / total };
      const parts = byName.get(word);
      if (parts === undefined) byName.set(word, [part]);
      else parts.push(part);
    }
  }
  return byName;
}

const prefixLength = 5;
/** A relative counts half, and must be this much of the longer word. */
const relativeWeight = 0.5;
const relativeShare = 0.6;

/**
 * A job's words as a query: one that no agent uses stands for those that begin like it ("astrological" for "astrology"), and rare
 * ones count a little more than BM25 alone gives them.
 */
export function askFor({ words, byPrefix }: AgentIndex, stems: ReadonlyMap<string, number>) {
  const query = new Map(stems);
  for (const [stem, weight] of stems) {
    if (words.words.has(stem)) continue;
    for (const word of byPrefix.get(stem.slice(0, prefixLength)) ?? []) {
      if (commonStart(stem, word) < relativeShare * Math.max(stem.length, word.length)) continue;
      query.set(word, Math.max(query.get(word) ?? 0, weight * relativeWeight));
    }
  }
  for (const [word, weight] of query) query.set(word, weight * idfOf(words, word) ** 0.2);
  return query;
}

function gatherPrefixes({ words }: Bm25Index): ReadonlyMap<string, readonly string[]> {
  const byPrefix = new Map<string, string[]>();
  for (const word of words.keys()) {
    if (word.length < prefixLength) continue;
    const prefix = word.slice(0, prefixLength);
    const words = byPrefix.get(prefix);
    if (words === undefined) byPrefix.set(prefix, [word]);
    else words.push(word);
  }
  return byPrefix;
}

function commonStart(one: string, other: string): number {
  let length = 0;
  while (length < one.length && one[length] === other[length]) length += 1;
  return length;
}

/** What an agent says of itself besides its name; null when it says nothing, in which nobody is alike. */
function describe({ description, skills }: AgentText): string | null {
  const texts = [description, ...skills.flatMap((skill) => [skill.name, skill.description])];
  const said = texts.map((text) => text.trim().toLowerCase());
  return said.every((text) => text === '') ? null : JSON.stringify(said);
}
