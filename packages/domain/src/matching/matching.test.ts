import { Ajv2020 } from 'ajv/dist/2020.js';
import { describe, expect, it } from 'vitest';
import { decideByScore } from './decide.ts';
import { coldKnowledge } from './knowledge.ts';
import type { InputsValidator, MatchAgent, MatchJob } from './match-agent.ts';
import { rankCandidates } from './rank.ts';

const ajv = new Ajv2020({ allErrors: true });

const validateInputs: InputsValidator = (schema, inputs) => {
  const validate = ajv.compile(typeof schema === 'boolean' ? schema : Object(schema));
  if (validate(inputs)) return [];
  return (validate.errors ?? []).map(({ instancePath, message }) => ({
    path: instancePath,
    message: message ?? 'is wrong',
  }));
};

function agent(name: string, description: string, fields: Record<string, string>): MatchAgent {
  const properties = Object.fromEntries(
    Object.entries(fields).map(([field, type]) => [field, type === 'any' ? {} : { type }]),
  );
  return {
    id: `agent:${name}`,
    name,
    description,
    skills: [],
    capacity: 4,
    activeJobs: 0,
    availability: 'AVAILABLE',
    completedJobs: 0,
    failedJobs: 0,
    inputSchema: { type: 'object', properties, required: Object.keys(fields) },
  };
}

// The sample agents, in the words of the contract.
const agents = [
  agent('csv-analyst', 'Column types, counts, missing, min, quartiles, max, mean of a CSV.', {
    csv: 'string',
  }),
  agent('json-checker', 'Validates against JSON Schema 2020-12, lists what is wrong where.', {
    schema: 'object',
    document: 'any',
  }),
  agent('markdown-renderer', 'Renders Markdown as HTML and an outline.', { markdown: 'string' }),
  agent('text-analyst', 'Words, sentences, readability, most frequent terms of a text.', {
    text: 'string',
  }),
  agent('log-digest', 'Errors of a log grouped by shape with counts and first and last time.', {
    log: 'string',
  }),
  agent('word-counter', 'Counts the words of a text.', { text: 'string' }),
];

const knowledge = coldKnowledge(agents);

function winner(title: string, inputs: unknown, pool: readonly MatchAgent[] = agents) {
  const job: MatchJob = {
    id: 'job',
    title,
    description: null,
    inputs,
    requiredSkills: [],
    priority: 50,
  };
  const ranking = rankCandidates({ job, agents: pool, validateInputs, knowledge });
  const decision = decideByScore({ job, agents: pool, ranking });
  return { decision, name: decision.winnerAgentId?.replace('agent:', '') ?? null };
}

describe('matching the sample agents', () => {
  it.each([
    ['Summarise this CSV', { csv: 'a,b\n1,2' }, 'csv-analyst'],
    ['Is this document valid by its JSON schema?', { schema: {}, document: 1 }, 'json-checker'],
    ['Render my notes written in Markdown', { markdown: '# a' }, 'markdown-renderer'],
    ['How readable is this text?', { text: 'a b' }, 'text-analyst'],
    ['Count the words', { text: 'a b' }, 'word-counter'],
    ['Which errors are in last night’s log?', { log: 'x' }, 'log-digest'],
  ])('gives "%s" to the agent that does it', (title, inputs, expected) => {
    expect(winner(title, inputs).name).toBe(expected);
  });

  it.each(agents.map(({ name }) => name))('finds %s by its name in the title', (name) => {
    const open = agents.map((candidate) => ({ ...candidate, inputSchema: null }));
    expect(winner(`${name}: do this for me`, null, open).name).toBe(name);
  });

  it('says how an agent’s schema refuses the inputs', () => {
    const { decision } = winner('Summarise this CSV', { text: 'a,b' });
    const refused = decision.candidates.find(({ agentId }) => agentId === 'agent:csv-analyst');
    expect(refused?.verdicts.find(({ filter }) => filter === 'inputs')?.reason).toBe(
      "inputs do not fit: must have required property 'csv'",
    );
  });

  it('does not take missing inputs for an object', () => {
    const { decision, name } = winner('Summarise this CSV', undefined);
    expect(name).toBeNull();
    expect(decision.reason).toBe(
      'No agent can take this job: 6 do not accept the inputs. Nearest: csv-analyst (needs inputs, and the job has none).',
    );
  });

  it('gives a job about something else to nobody', () => {
    const open = agents.map((candidate) => ({ ...candidate, inputSchema: null }));
    const { decision, name } = winner('Book a flight to Lisbon', null, open);
    expect(name).toBeNull();
    expect(decision.reason).toContain('Nothing in the job’s text points to any of the 6 agents');
  });
});

describe('with a handful of agents and no history', () => {
  const plain = (name: string, description: string) => ({
    ...agent(name, description, {}),
    inputSchema: null,
  });
  const decide = (title: string, pool: readonly MatchAgent[]) => {
    const job: MatchJob = {
      id: 'job',
      title,
      description: null,
      inputs: null,
      requiredSkills: [],
      priority: 50,
    };
    const ranking = rankCandidates({ job, agents: pool, validateInputs });
    const { outcome, winnerAgentId } = decideByScore({ job, agents: pool, ranking });
    return [outcome, winnerAgentId];
  };
  const copies = (count: number) =>
    Array.from({ length: count }, (_, n) => plain(`worker-${n}`, 'Does the work of a team.'));

  it.each([1, 2, 3, 30, 300])('gives a plain job to one of %i copies of a worker', (count) => {
    expect(decide('Work 5', copies(count))[0]).toBe('ASSIGN');
  });

  it.each([
    ['Test job 1', 'test-agent', 'A test agent'],
    ['Review this pull request', 'coder', 'Writes and reviews code'],
    ['Analyze sales data', 'data-analyst', 'Analyzes data sets and produces statistics'],
  ])('gives "%s" to %s, alone or beside others', (title, name, description) => {
    const fitting = plain(name, description);
    const others = [
      plain('translator', 'Translates letters between languages'),
      plain('summariser', 'Summarises long reports'),
    ];
    expect(decide(title, [fitting])).toEqual(['ASSIGN', fitting.id]);
    expect(decide(title, [...others, fitting])).toEqual(['ASSIGN', fitting.id]);
  });

  it('leaves a job of which nobody says anything to a person', () => {
    expect(decide('Bake a cake', copies(3))).toEqual(['NO_AGENT', null]);
  });
});
