import { describe, expect, it } from 'vitest';
import { actorName, type LogFacts, logSentence } from './log-sentence.ts';

const base: LogFacts = {
  status: 'PENDING',
  previousStatus: null,
  jobStatus: 'PENDING',
  actor: 'operator',
  agentId: null,
  agentName: null,
  message: null,
};
const byAgent = { actor: 'agent:a1', agentId: 'a1', agentName: 'csv-analyst' };

const said = (facts: Partial<LogFacts>) => {
  const log = { ...base, ...facts };
  return `${actorName(log)} ${logSentence(log)}`;
};

describe('a log entry reads as a sentence', () => {
  it('for what an operator does', () => {
    expect(said({})).toBe('Operator created the job');
    expect(said({ previousStatus: 'FAILED' })).toBe('Operator resubmitted the job');
    expect(
      said({ ...byAgent, actor: 'operator', status: 'ASSIGNED', previousStatus: 'PENDING' }),
    ).toBe('Operator assigned the job to csv-analyst');
    expect(said({ ...byAgent, actor: 'operator', status: 'CANCELLED' })).toBe(
      'Operator took the job back from csv-analyst',
    );
    expect(said({ status: 'MATCHING_FAILED' })).toBe(
      'Operator asked for a match, and no agent can take the job',
    );
    expect(said({ status: 'RESUBMISSION_REQUIRED', previousStatus: 'COMPLETED' })).toBe(
      'Operator sent the result back',
    );
  });

  it('for what an agent does', () => {
    expect(said({ ...byAgent, status: 'IN_PROGRESS' })).toBe('csv-analyst started to work');
    expect(said({ ...byAgent, status: 'COMPLETED' })).toBe('csv-analyst completed the job');
    expect(said({ ...byAgent, status: 'RESUBMISSION_REQUIRED', previousStatus: 'ASSIGNED' })).toBe(
      'csv-analyst asked for other inputs',
    );
  });

  it('for what Muster does', () => {
    expect(said({ ...byAgent, actor: 'system', status: 'ASSIGNED' })).toBe(
      'Muster matched the job to csv-analyst',
    );
    expect(said({ actor: 'system', status: 'MATCHING_FAILED' })).toBe(
      'Muster found no agent that can take the job',
    );
    const pending = { actor: 'system', previousStatus: 'PENDING' } as const;
    expect(said({ ...pending, message: 'Needs a decision: two fit alike.' })).toBe(
      'Muster left the decision to a person',
    );
    expect(said({ ...pending, message: 'A place is free again.' })).toBe(
      'Muster looked at the job again',
    );
  });

  it('tells a failure that is tried again from one that is final', () => {
    expect(said({ ...byAgent, status: 'FAILED', jobStatus: 'PENDING' })).toBe(
      'csv-analyst failed, and the job will be tried again',
    );
    expect(said({ ...byAgent, actor: 'system', status: 'FAILED', jobStatus: 'FAILED' })).toBe(
      'Muster recorded a failure of csv-analyst, and the job is not tried again',
    );
  });

  it('names a token by its name and a stranger by its id', () => {
    expect(actorName({ ...base, actor: 'nightly-import' })).toBe('nightly-import');
    expect(actorName({ ...base, actor: 'agent:a9' })).toBe('agent a9');
  });
});
