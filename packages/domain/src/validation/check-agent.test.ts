import { describe, expect, it } from 'vitest';
import type { Issue } from '../job/errors.ts';
import { checkAgentChanges, checkNewAgent, type NewAgent } from './check-agent.ts';

const agent: NewAgent = {
  kind: 'HTTP',
  name: 'csv-analyst',
  description: 'Column types, counts and quartiles of a CSV.',
  skills: [{ name: 'csv', description: '' }],
  endpoint: 'https://agents.example.com/csv',
  secret: `whsec_${'A'.repeat(32)}`,
  capacity: 4,
  tags: ['eu'],
  jobTags: { demands: [], refuses: ['pii'] },
  costPerJob: 0.5,
  inputSchema: { type: 'object' },
  instructions: null,
  model: null,
};

const paths = (issues: readonly Issue[]) => issues.map(({ path }) => path);
const messages = (issues: readonly Issue[]) => issues.map(({ message }) => message);

describe('checkNewAgent', () => {
  it('accepts an agent of each kind', () => {
    expect(checkNewAgent(agent)).toEqual([]);
    expect(checkNewAgent({ ...agent, kind: 'PULL', endpoint: null, secret: null })).toEqual([]);
    const model = { endpoint: null, secret: null, instructions: 'Translate.', model: 'm' };
    expect(checkNewAgent({ ...agent, kind: 'OPENAI', ...model })).toEqual([]);
  });

  it('finds everything wrong at once, by field', () => {
    const broken: NewAgent = {
      ...agent,
      name: '',
      description: 'd'.repeat(4_001),
      skills: [
        { name: 'csv', description: 'x'.repeat(1_001) },
        { name: '', description: '' },
      ],
      endpoint: 'ftp://example.com',
      secret: 'hunter2',
      capacity: 0,
      inputSchema: 'object',
      instructions: 'i'.repeat(20_001),
      model: 'm'.repeat(101),
      idempotencyKey: 'k'.repeat(256),
    };
    expect(paths(checkNewAgent(broken))).toEqual([
      'name',
      'description',
      'skills.0.description',
      'skills.1.name',
      'endpoint',
      'secret',
      'capacity',
      'inputSchema',
      'instructions',
      'model',
      'idempotencyKey',
    ]);
  });

  it('knows what each kind cannot do without, or with', () => {
    expect(messages(checkNewAgent({ ...agent, endpoint: null }))).toEqual([
      'endpoint is missing: an HTTP agent needs the http(s) address that Muster calls.',
    ]);
    expect(messages(checkNewAgent({ ...agent, kind: 'PULL' }))).toEqual([
      'endpoint is not for a PULL agent, which asks for its work: leave it out.',
    ]);
    const blank = { ...agent, kind: 'OPENAI', endpoint: null, instructions: ' ' } as const;
    expect(messages(checkNewAgent(blank))).toEqual([
      'instructions are missing: an OPENAI agent needs to be told what to do.',
    ]);
  });

  it('refuses two skills of one name, whatever their case', () => {
    const skills = [
      { name: 'csv', description: '' },
      { name: 'CSV', description: '' },
    ];
    expect(messages(checkNewAgent({ ...agent, skills }))).toEqual([
      'skills.1.name repeats skills.0.name: drop one.',
    ]);
  });

  it('counts skills, and reads no further than the limit', () => {
    const skills = Array.from({ length: 65 }, (_, index) => ({
      name: `s${index}`,
      description: '',
    }));
    expect(messages(checkNewAgent({ ...agent, skills }))).toEqual([
      'skills has 65 entries; the limit is 64: name fewer.',
    ]);
  });

  it('takes an object or a boolean for an input schema, up to 64 KiB', () => {
    expect(checkNewAgent({ ...agent, inputSchema: true })).toEqual([]);
    expect(paths(checkNewAgent({ ...agent, inputSchema: [] }))).toEqual(['inputSchema']);
    const large = { description: 'x'.repeat(64 * 1024) };
    expect(messages(checkNewAgent({ ...agent, inputSchema: large }))[0]).toContain('64 KiB');
  });
});

describe('the endpoint of an agent', () => {
  const issuesOf = (endpoint: string) => messages(checkNewAgent({ ...agent, endpoint }));

  it.each([
    'http://127.0.0.1:4001/csv-analyst',
    'https://[::1]:8443/',
    'HTTPS://Example.com?x=1#y',
    'http://bücher.example',
    'http://localhost',
  ])('may be %s', (endpoint) => {
    expect(issuesOf(endpoint)).toEqual([]);
  });

  it.each([
    'example.com/csv',
    'http://',
    'http:///path',
    'https:example.com',
    'http://exa mple.com',
    ' https://example.com',
    'http:\\\\example.com',
    'http://example.com:99999',
    'http://example.com:port',
    'http://[::1',
    'http://a%2Fb',
  ])('may not be %s', (endpoint) => {
    expect(issuesOf(endpoint)).toEqual([
      'endpoint is not a URL: give an address such as https://agents.example.com/csv.',
    ]);
  });

  it.each(['file:///etc/passwd', 'javascript://x', 'ws://example.com'])(
    'may not have the scheme of %s',
    (endpoint) => {
      expect(issuesOf(endpoint)).toEqual(['endpoint must begin with http:// or https://.']);
    },
  );

  it('may not carry a user name or password', () => {
    expect(issuesOf('https://user:pass@example.com')[0]).toContain('user name or password');
    expect(issuesOf('https://user@example.com')[0]).toContain('user name or password');
  });

  it('has at most 2,048 characters', () => {
    const endpoint = `https://example.com/${'x'.repeat(2_029)}`;
    expect(issuesOf(endpoint)[0]).toContain('the limit is 2,048');
  });
});

describe('the secret of an agent', () => {
  const accepts = (secret: string) => checkNewAgent({ ...agent, secret }).length === 0;
  const ofBytes = (bytes: number) => `whsec_${Buffer.alloc(bytes, 7).toString('base64')}`;

  it('holds 24 to 64 bytes', () => {
    expect([23, 24, 25, 26, 63, 64, 65].map((bytes) => accepts(ofBytes(bytes)))).toEqual([
      false,
      true,
      true,
      true,
      true,
      true,
      false,
    ]);
  });

  it('is never repeated in the message', () => {
    const issues = checkNewAgent({ ...agent, secret: 'whsec_not*base64' });
    expect(messages(issues)).toEqual([
      'secret must be whsec_ followed by 24 to 64 random bytes in base64.',
    ]);
  });

  it('has its padding', () => {
    expect(accepts(ofBytes(25).replaceAll('=', ''))).toBe(false);
  });
});

describe('checkAgentChanges', () => {
  it('looks only at what changes', () => {
    expect(checkAgentChanges({}, 'OPENAI')).toEqual([]);
    expect(checkAgentChanges({ capacity: 2 }, 'HTTP')).toEqual([]);
  });

  it('does not let an agent lose what its kind needs', () => {
    expect(paths(checkAgentChanges({ endpoint: null }, 'HTTP'))).toEqual(['endpoint']);
    expect(paths(checkAgentChanges({ instructions: null }, 'OPENAI'))).toEqual(['instructions']);
    expect(checkAgentChanges({ endpoint: null }, 'PULL')).toEqual([]);
  });
});
