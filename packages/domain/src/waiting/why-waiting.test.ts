import { describe, expect, it } from 'vitest';
import { rankCandidates } from '../matching/rank.ts';
import { type PendingJob, type WaitingAgent, whyWaiting } from './why-waiting.ts';

const at = (time: string) => new Date(`2026-03-01T${time}:00Z`);
const now = at('10:30');

const agent = (name: string, changes: Partial<WaitingAgent> = {}): WaitingAgent => ({
  id: `id-${name}`,
  name,
  description: 'reads documents',
  skills: [{ name: 'pdf', description: '' }],
  capacity: 1,
  activeJobs: 0,
  availability: 'AVAILABLE',
  completedJobs: 0,
  failedJobs: 0,
  inputSchema: null,
  meanDurationMs: null,
  cooldownUntil: null,
  ...changes,
});
const full = { activeJobs: 1, availability: 'AT_CAPACITY' } as const;
const cooling = (until: string) =>
  ({ availability: 'COOLING_DOWN', cooldownUntil: at(until) }) as const;
const unskilled = { skills: [{ name: 'csv', description: '' }] };

const job = {
  id: 'job',
  title: 'Read an invoice',
  description: null,
  inputs: {},
  requiredSkills: ['pdf'],
  priority: 50,
  createdAt: at('10:00'),
};
const ahead = (count: number, agentIds: readonly string[]) =>
  Array.from({ length: count }, (_, n) => ({
    id: `ahead-${n}`,
    priority: 60,
    createdAt: at('10:20'),
    agentIds,
  }));

function waiting(agents: readonly WaitingAgent[], changes: Partial<PendingJob> = {}) {
  const pending = { job, ...changes };
  const { candidates, awaited } = rankCandidates({
    job: pending.job,
    agents,
    validateInputs: (schema) =>
      schema === 'strict' ? [{ path: '/csv', message: 'is missing' }] : [],
  });
  return whyWaiting({
    autoAssign: true,
    nextAttemptAt: null,
    now,
    agents,
    candidates,
    awaited,
    queue: [],
    lastMatching: null,
    needsDecision: false,
    sayTime: (time) => time.toISOString().slice(11, 16),
    ...pending,
  });
}

describe('whyWaiting', () => {
  it('tells that a job nobody queued waits for a person', () => {
    expect(waiting([agent('reader')], { autoAssign: false })).toEqual({
      reason: 'NOT_QUEUED',
      message: 'not queued: assign it',
      position: null,
      estimatedWaitMs: null,
      nearest: null,
    });
  });

  it('tells when the next attempt is due, also for a job that was assigned by hand', () => {
    const changes = { autoAssign: false, nextAttemptAt: at('10:42') };
    expect(waiting([], changes)).toMatchObject({
      reason: 'RETRY_AT',
      message: 'retry at 10:42',
      estimatedWaitMs: 720_000,
    });
    const due = { autoAssign: false, nextAttemptAt: now };
    expect(waiting([agent('reader')], due).reason).toBe('SOON');
  });

  it('tells which skill no agent has, and who comes nearest', () => {
    expect(waiting([agent('invoice-bot', unskilled)])).toEqual({
      reason: 'NO_AGENT',
      message: 'no agent has skill pdf; nearest: invoice-bot',
      position: null,
      estimatedWaitMs: null,
      nearest: { agentId: 'id-invoice-bot', missing: 'has no skill pdf' },
    });
    const demanding = { ...job, requiredSkills: ['ocr', 'csv', 'fax'] };
    expect(waiting([agent('reader'), agent('bot', unskilled)], { job: demanding })).toMatchObject({
      message: 'no agent has skills ocr and fax; nearest: bot',
    });
  });

  it('tells what keeps the nearest from it when each skill is somebody’s', () => {
    const strict = { inputSchema: 'strict' };
    const agents = [agent('clerk', { ...unskilled, ...strict }), agent('reader', strict)];
    expect(waiting(agents)).toMatchObject({
      reason: 'NO_AGENT',
      message:
        'no agent has all that it takes; nearest: reader (inputs do not fit: /csv is missing)',
      nearest: { agentId: 'id-reader' },
    });
  });

  it('tells that no agent is registered', () => {
    expect(waiting([])).toMatchObject({ reason: 'NO_AGENT', message: 'no agent is registered' });
  });

  it('tells who could take it but is down, and until when', () => {
    expect(waiting([agent('reader', cooling('10:42')), agent('bot', unskilled)])).toEqual({
      reason: 'AGENTS_DOWN',
      message: 'reader could take it, but is cooling down until 10:42',
      position: 1,
      estimatedWaitMs: 720_000,
      nearest: { agentId: 'id-reader', missing: 'is cooling down until 10:42' },
    });
  });

  it('names the soonest back first, and not all of many', () => {
    const agents = [
      agent('a', { availability: 'PAUSED' }),
      agent('b', { availability: 'UNREACHABLE' }),
      agent('c', cooling('10:50')),
      agent('d', cooling('10:40')),
    ];
    expect(waiting(agents)).toMatchObject({
      message:
        '4 could take it, none is up: d is cooling down until 10:40, c is cooling down until 10:50, a is paused and 1 more',
      estimatedWaitMs: 600_000,
      nearest: { agentId: 'id-d' },
    });
  });

  it('estimates nothing when all are paused, or others come first after the cool-down', () => {
    expect(waiting([agent('a', { availability: 'PAUSED' })]).estimatedWaitMs).toBeNull();
    const queue = ahead(1, ['id-a']);
    expect(waiting([agent('a', cooling('10:40'))], { queue })).toMatchObject({
      position: 2,
      estimatedWaitMs: null,
    });
  });

  it('tells the position and the wait when all who are up have no place', () => {
    const busy = { ...full, meanDurationMs: 225_000 };
    const agents = [
      agent('a', busy),
      agent('b', busy),
      agent('c', busy),
      agent('d', cooling('10:40')),
    ];
    const queue = [...ahead(3, ['id-b']), ...ahead(9, ['id-elsewhere'])];
    expect(waiting(agents, { queue })).toEqual({
      reason: 'AT_CAPACITY',
      message: '3 eligible, all at capacity; position 4; about 5 min',
      position: 4,
      estimatedWaitMs: 300_000,
      nearest: null,
    });
  });

  it('names whom it waits for while others have room who do not fit it', () => {
    const plain = { skills: [] };
    const fits = { ...plain, ...full, description: 'Reads an invoice.', meanDurationMs: 2_000 };
    const agents = [
      agent('reader', fits),
      agent('baker', { ...plain, description: 'Bakes bread.' }),
    ];
    const unskilledJob = { ...job, requiredSkills: [] };
    expect(waiting(agents, { job: unskilledJob })).toMatchObject({
      reason: 'AT_CAPACITY',
      message: 'reader fits it and is at capacity; position 1; a few seconds',
    });
  });

  it('leaves out an estimate that nothing is known for', () => {
    expect(waiting([agent('a', full)])).toMatchObject({
      message: '1 eligible, at capacity; position 1',
      estimatedWaitMs: null,
    });
  });

  it('tells that free places go to the jobs ahead', () => {
    expect(waiting([agent('a')], { queue: ahead(1, ['id-a']) })).toMatchObject({
      reason: 'AT_CAPACITY',
      message: '1 eligible, jobs ahead take what is free; position 2',
    });
  });

  it('tells that the matcher chose nobody of those who could take it', () => {
    const lastMatching = { reason: 'Nothing in the job’s text points to the agent.', eligible: 1 };
    expect(waiting([agent('a')], { lastMatching })).toMatchObject({
      reason: 'NO_CHOICE',
      message: 'nobody was chosen: Nothing in the job’s text points to the agent.',
    });
    const nobody = { reason: 'No agent can take this job.', eligible: 0 };
    expect(waiting([agent('a')], { lastMatching: nobody }).reason).toBe('SOON');
  });

  it('names the best three of those that a person is to choose from', () => {
    const agents = ['a', 'b', 'c', 'd'].map((id) => agent(id));
    const choice = waiting(agents, { needsDecision: true });
    expect(choice.reason).toBe('NEEDS_DECISION');
    expect(choice.message).toMatch(/^the matcher is not sure enough; choose: (\w+, ){2}\w+$/u);
    expect(waiting(agents, { needsDecision: true, autoAssign: false })).toEqual(choice);
  });

  it('waits for those that could be chosen while none of them is free', () => {
    const busy = agent('a', { activeJobs: 1, capacity: 1, availability: 'AT_CAPACITY' });
    expect(waiting([busy], { needsDecision: true }).reason).toBe('AT_CAPACITY');
  });

  it('tells that it is about to be matched', () => {
    expect(waiting([agent('a')])).toEqual({
      reason: 'SOON',
      message: 'will be matched in a moment',
      position: 1,
      estimatedWaitMs: 0,
      nearest: null,
    });
  });
});
