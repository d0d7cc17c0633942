import type { BenchAgent, DataSet } from './match-data.ts';

/**
 * Made-up agents and jobs, for speed and memory: words by Zipf's law, as those of a language are, and for each agent a subject of
 * its own that its description and its jobs speak of in part. The same for the same numbers.
 */
export function synthesise(agentCount: number, exampleCount: number): DataSet {
  const random = mulberry32(agentCount);
  const common = () => wordOf(Math.floor(vocabulary ** random()));
  const subjects = Array.from({ length: agentCount }, () =>
    Array.from({ length: 12 }, () => wordOf(Math.floor(random() * rareWords) + vocabulary)),
  );
  const pick = <T>(from: readonly T[]): T => from[Math.floor(random() * from.length)] as T;
  const sentence = (agent: number, own: number, length: number) =>
    Array.from({ length }, (_, n) => (n < own ? pick(subjects[agent] ?? []) : common())).join(' ');
  const agents = subjects.map(
    (_, n): BenchAgent => ({
      id: `agent-${n}`,
      name: `${subjects[n]?.[0]}-${n}`,
      description: sentence(n, 8, 24),
      skills: [{ name: `${subjects[n]?.[1]}`, description: sentence(n, 3, 8) }],
    }),
  );
  const history = Array.from({ length: exampleCount }, (_, n) => {
    const agent = n % agentCount;
    return { title: sentence(agent, 4, 14), agentId: `agent-${agent}` };
  });
  const jobs = Array.from({ length: jobCount }, (_, n) => {
    const agent = Math.floor(random() * agentCount);
    return n % 6 === 5
      ? { title: sentence(agent, 0, 14), expected: [] }
      : { title: sentence(agent, 4, 14), expected: [`agent-${agent}`] };
  });
  return { name: `synthetic-${agentCount}`, agents, history, jobs };
}

const vocabulary = 8_000;
const rareWords = 30_000;
const jobCount = 500;

/** A pronounceable word for each number. */
function wordOf(number: number): string {
  const [consonants, vowels] = ['bcdfghklmnprstvz', 'aeiou'];
  let left = number + 256;
  let word = '';
  while (left > 0) {
    word += `${consonants[left % 16]}${vowels[Math.floor(left / 16) % 5]}`;
    left = Math.floor(left / 80);
  }
  return word;
}

/** Tommy Ettinger's mulberry32. */
function mulberry32(seed: number): () => number {
  let state = seed;
  return () => {
    state = (state + 0x6d2b79f5) | 0;
    let mixed = Math.imul(state ^ (state >>> 15), 1 | state);
    mixed = (mixed + Math.imul(mixed ^ (mixed >>> 7), 61 | mixed)) ^ mixed;
    return ((mixed ^ (mixed >>> 14)) >>> 0) / 2 ** 32;
  };
}
