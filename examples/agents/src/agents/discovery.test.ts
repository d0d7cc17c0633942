import { expect, test } from 'vitest';
import type { AgentProfile } from '../agent.ts';
import { PROFILE as wordCounter } from '../pull-agent.ts';
import { sampleAgents } from '../sample-agents.ts';

// A plain BM25 (k1 1.2, b .75) without stems or stop words, harder to please than Muster's: what it
// finds by name, description and skills, Muster finds too.

type Described = Pick<AgentProfile, 'name' | 'description' | 'skills'>;
const agents: readonly Described[] = [...sampleAgents, wordCounter];

const tokens = (text: string): string[] => text.toLowerCase().match(/[a-z]+/g) ?? [];
const documents = agents.map(({ name, description, skills }) => ({
  name,
  words: tokens([name, description, ...skills.flatMap(Object.values<string>)].join(' ')),
}));
const averageLength =
  documents.reduce((sum, { words }) => sum + words.length, 0) / documents.length;

function score(query: readonly string[], words: readonly string[]): number {
  return query.reduce((total, term) => {
    const holders = documents.filter((document) => document.words.includes(term)).length;
    const idf = Math.log(1 + (documents.length - holders + 0.5) / (holders + 0.5));
    const count = words.filter((word) => word === term).length;
    const length = 0.25 + 0.75 * (words.length / averageLength);
    return total + (idf * count * 2.2) / (count + 1.2 * length);
  }, 0);
}

function best(title: string): string | undefined {
  const query = tokens(title);
  return documents.toSorted((a, b) => score(query, b.words) - score(query, a.words))[0]?.name;
}

test.each([
  ['Summarise this CSV', 'csv-analyst'],
  ['Summarize the sales spreadsheet', 'csv-analyst'],
  ['Check this document against a JSON Schema', 'json-checker'],
  ['Validate JSON', 'json-checker'],
  ['Render this markdown to HTML', 'markdown-renderer'],
  ['Convert README to HTML', 'markdown-renderer'],
  ['How readable is this text?', 'text-analyst'],
  ['Readability of our terms', 'text-analyst'],
  ['What errors are in this log?', 'log-digest'],
  ['Find exceptions in the syslog', 'log-digest'],
  ['Count the words', 'word-counter'],
])('the job %j finds %s', (title, name) => {
  expect(best(title)).toBe(name);
});

test('every input has a title and a description, and large texts say what they are', () => {
  for (const { inputSchema } of sampleAgents) {
    for (const property of Object.values(inputSchema.properties)) {
      expect(property.title).not.toBe('');
      expect(property.description.length).toBeGreaterThan(10);
      if (property.type === 'string') expect(property.contentMediaType).toMatch(/^text\//);
    }
  }
});
