import { describe, expect, test } from 'vitest';
import {
  type AgentDraft,
  blankAgent,
  draftOfAgent,
  makeSecret,
  placeAgentIssues,
  readRegistration,
  readUpdate,
} from './agent-form-model.ts';

const draft: AgentDraft = {
  ...blankAgent,
  name: ' csv-analyst ',
  description: 'Summarises tables.',
  skills: [
    { id: 0, name: '', description: '' },
    { id: 1, name: 'csv', description: 'Reads CSV' },
  ],
  endpoint: 'http://127.0.0.1:4100/csv',
  secret: 'whsec_x',
  instructions: 'left over from another kind',
  inputSchema: '{"type":"object"}',
  tags: ['gpu'],
  jobTags: { demands: ['eu'], refuses: [] },
  costPerJob: '0,5',
};

function problemsOf(change: Partial<AgentDraft>): Record<string, string> {
  const reading = readRegistration({ ...draft, ...change });
  return reading.ok
    ? {}
    : Object.fromEntries(reading.problems.map(({ field, message }) => [field, message]));
}

describe('registering an agent', () => {
  test('sends what its kind has, and no rows left empty', () => {
    expect(readRegistration(draft)).toEqual({
      ok: true,
      input: {
        kind: 'HTTP',
        name: 'csv-analyst',
        description: 'Summarises tables.',
        skills: [{ name: 'csv', description: 'Reads CSV' }],
        capacity: 4,
        endpoint: 'http://127.0.0.1:4100/csv',
        secret: 'whsec_x',
        inputSchema: { type: 'object' },
        tags: ['gpu'],
        jobTags: { demands: ['eu'], refuses: [] },
        costPerJob: 0.5,
      },
    });
    expect(readRegistration({ ...draft, kind: 'OPENAI', inputSchema: '' })).toMatchObject({
      ok: true,
      input: { kind: 'OPENAI', instructions: 'left over from another kind' },
    });
  });

  test.each<[Partial<AgentDraft>, string]>([
    [{ name: ' ' }, 'name'],
    [{ description: '' }, 'description'],
    [{ endpoint: 'ftp://example.com' }, 'endpoint'],
    [{ endpoint: 'https://' }, 'endpoint'],
    [{ capacity: '0' }, 'capacity'],
    [{ capacity: '' }, 'capacity'],
    [{ costPerJob: 'cheap' }, 'costPerJob'],
    [{ costPerJob: '-1' }, 'costPerJob'],
    [{ kind: 'OPENAI', instructions: '' }, 'instructions'],
    [{ inputSchema: '[]' }, 'inputSchema'],
    [{ skills: [{ id: 0, name: '', description: 'x' }] }, 'skills/0/name'],
  ])('asks to mend %j in its place', (change, field) => {
    expect(Object.keys(problemsOf(change))).toEqual([field]);
  });

  test('says where the input schema breaks', () => {
    expect(problemsOf({ inputSchema: '{\n  "type" "object"\n}' })).toEqual({
      inputSchema: 'Line 2, column 10: Expected a colon after the name.',
    });
  });
});

describe('editing an agent', () => {
  const agent = {
    kind: 'HTTP' as const,
    name: 'csv-analyst',
    description: 'Summarises tables.',
    skills: [{ name: 'csv', description: 'Reads CSV' }],
    capacity: 2,
    endpoint: 'http://127.0.0.1:4100/csv',
    instructions: null,
    model: null,
    inputSchema: { type: 'object' },
    tags: [],
    jobTags: { demands: [], refuses: [] },
    costPerJob: 2,
  };

  test('leaves the secret alone unless a new one is given', () => {
    const reading = readUpdate('a1', draftOfAgent(agent));
    expect(reading.ok && 'secret' in reading.input).toBe(false);
  });

  test('sends null for a schema or a cost that was taken out', () => {
    const emptied = { ...draftOfAgent(agent), inputSchema: ' ', costPerJob: '' };
    expect(readUpdate('a1', emptied)).toMatchObject({
      ok: true,
      input: { agentId: 'a1', inputSchema: null, costPerJob: null },
    });
  });
});

describe('placeAgentIssues', () => {
  test.each([
    ['endpoint', 'endpoint', 'no'],
    ['/name', 'name', 'no'],
    ['input.description', 'description', 'no'],
    ['skills/0/name', 'skills/1/name', 'no'],
    ['skills[0]', 'skills/1/name', 'no'],
    ['inputSchema/properties/a', 'inputSchema', 'properties/a: no'],
    ['elsewhere', '', 'elsewhere: no'],
    ['', '', 'no'],
  ])('puts %j beside %j', (path, field, message) => {
    expect(placeAgentIssues(draft, [{ path, message: 'no' }])).toEqual([{ field, message }]);
  });
});

test('a secret is whsec_ and 32 bytes in base64', () => {
  const secret = makeSecret((bytes) => bytes.fill(255));
  expect(secret).toBe(`whsec_${'/'.repeat(42)}8=`);
});
