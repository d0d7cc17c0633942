import { describe, expect, it } from 'vitest';
import type { MatchAgent, MatchJob } from './match-agent.ts';
import { defaultPolicy } from './policy.ts';
import { rankCandidates } from './rank.ts';

const job: MatchJob = {
  id: 'j',
  title: 'Extract the tables of this invoice',
  description: 'It is a scanned pdf.',
  inputs: { file: 'x' },
  requiredSkills: [],
  priority: 50,
};

function agent(id: string, changes: Partial<MatchAgent> = {}): MatchAgent {
  return {
    id,
    name: 'invoice-reader',
    description: 'Reads invoices.',
    skills: [],
    capacity: 4,
    activeJobs: 0,
    availability: 'AVAILABLE',
    completedJobs: 0,
    failedJobs: 0,
    inputSchema: null,
    ...changes,
  };
}

const acceptAll = () => [];
const rank = (agents: readonly MatchAgent[], changes: Partial<MatchJob> = {}) =>
  rankCandidates({ job: { ...job, ...changes }, agents, validateInputs: acceptAll }).candidates;
const order = (agents: readonly MatchAgent[]) => rank(agents).map(({ agentId }) => agentId);

/** What stands between the only agent and the job, by filter. */
function obstacles(one: MatchAgent, changes: Partial<MatchJob> = {}) {
  const [candidate] = rank([one], changes);
  const failed = (candidate?.verdicts ?? []).filter(({ passed }) => !passed);
  return Object.fromEntries(failed.map(({ filter, reason }) => [filter, reason]));
}

describe('the filters', () => {
  it('let through an agent that has what it takes', () => {
    expect(rank([agent('a')])[0]).toMatchObject({
      eligible: true,
      verdicts: ['available', 'capacity', 'skills', 'tags', 'inputs', 'untried'].map((filter) => ({
        filter,
        passed: true,
        reason: null,
      })),
    });
  });

  it.each([
    ['PAUSED', 'is paused'],
    ['UNREACHABLE', 'is unreachable'],
    ['COOLING_DOWN', 'is cooling down after failures'],
  ] as const)('say of an agent that is %s that it %s', (availability, reason) => {
    expect(obstacles(agent('a', { availability }))).toEqual({ available: reason });
  });

  it('count the places of a busy agent', () => {
    const busy = { availability: 'AT_CAPACITY', capacity: 3, activeJobs: 3 } as const;
    expect(obstacles(agent('a', busy))).toEqual({ capacity: 'all 3 places taken' });
    expect(obstacles(agent('a', { ...busy, capacity: 1, activeJobs: 1 }))).toEqual({
      capacity: 'its only place is taken',
    });
  });

  it('compare skills without regard to case, and demand every one', () => {
    const skilled = agent('a', { skills: [{ name: 'PDF', description: '' }] });
    expect(obstacles(skilled, { requiredSkills: ['pdf'] })).toEqual({});
    expect(obstacles(skilled, { requiredSkills: ['pdf', 'ocr'] })).toEqual({
      skills: 'has no skill ocr',
    });
    expect(obstacles(skilled, { requiredSkills: ['ocr', 'excel', 'word'] })).toEqual({
      skills: 'has no skills ocr, excel and word',
    });
  });

  it('ask the schema of an agent that has one, with null for missing inputs', () => {
    const asked: unknown[] = [];
    rankCandidates({
      job: { ...job, inputs: undefined },
      agents: [agent('a'), agent('b', { inputSchema: { type: 'object' } })],
      validateInputs: (schema, inputs) => {
        asked.push([schema, inputs]);
        return [];
      },
    });
    expect(asked).toEqual([[{ type: 'object' }, null]]);
  });

  it('name three problems with the inputs and count the others', () => {
    const issues = ['a', 'b', 'c', 'd', 'e'].map((name) => ({
      path: `/${name}`,
      message: 'is missing',
    }));
    const [candidate] = rankCandidates({
      job,
      agents: [agent('a', { inputSchema: true })],
      validateInputs: () => issues,
    }).candidates;
    expect(candidate?.verdicts.find(({ filter }) => filter === 'inputs')?.reason).toBe(
      'inputs do not fit: /a is missing; /b is missing; /c is missing; and 2 more',
    );
  });

  it('judge on after one has failed, so that the record is whole', () => {
    const unfit = agent('a', { availability: 'PAUSED', activeJobs: 4 });
    expect(Object.keys(obstacles(unfit, { requiredSkills: ['pdf'] }))).toEqual([
      'available',
      'capacity',
      'skills',
    ]);
  });
});

describe('rankCandidates', () => {
  it('puts a clearly better fit before an idle agent with a better record', () => {
    const fits = agent('busy', {
      description: 'Extracts tables of scanned invoices in PDF.',
      activeJobs: 3,
      failedJobs: 20,
    });
    const idle = agent('idle', { description: 'Translates a PDF.', completedJobs: 500 });
    expect(order([idle, fits])).toEqual(['busy', 'idle']);
  });

  it('prefers the freer of two that fit alike, then the more successful', () => {
    expect(order([agent('a', { activeJobs: 2 }), agent('b', { activeJobs: 1 })])).toEqual([
      'b',
      'a',
    ]);
    expect(order([agent('a', { failedJobs: 3 }), agent('b', { completedJobs: 3 })])).toEqual([
      'b',
      'a',
    ]);
  });

  it('breaks a tie of scores by load, and then by id', () => {
    const weights = { fit: 1, load: 0, success: 0, latency: 0, cost: 0 };
    const policy = { ...defaultPolicy, weights };
    const agents = [agent('c'), agent('a', { activeJobs: 1 }), agent('b')].map((one) => ({
      ...one,
      name: 'same',
    }));
    const ranked = rankCandidates({ job, agents, validateInputs: acceptAll, policy });
    expect(ranked.candidates.map(({ agentId }) => agentId)).toEqual(['b', 'c', 'a']);
  });

  it('lists those that may not take the job last, by name and without a score', () => {
    const paused = { availability: 'PAUSED' } as const;
    const agents = [
      agent('1', { ...paused, name: 'zeta' }),
      agent('2', { ...paused, name: 'alpha' }),
      agent('3', { description: 'Knows nothing of it.' }),
    ];
    const ranked = rank(agents);
    expect(ranked.map(({ agentId }) => agentId)).toEqual(['3', '2', '1']);
    expect(ranked.map(({ score }) => score === null)).toEqual([false, true, true]);
    expect(ranked[1]?.components.map(({ name }) => name)).toEqual(['fit', 'load', 'success']);
  });

  it('keeps every number within [0, 1]', () => {
    const agents = [
      agent('a', { activeJobs: 9, completedJobs: 1_000_000 }),
      agent('b', { capacity: 0, failedJobs: 7 }),
      agent('c', { name: 'invoice tables pdf', description: '' }),
    ];
    const numbers = rank(agents).flatMap(({ score, components }) => [
      score ?? 0,
      ...components.map(({ value }) => value),
    ]);
    for (const number of numbers) {
      expect(number).toBeGreaterThanOrEqual(0);
      expect(number).toBeLessThanOrEqual(1);
    }
  });

  it('has nobody to rank when there are no agents', () => {
    expect(rank([])).toEqual([]);
  });
});
