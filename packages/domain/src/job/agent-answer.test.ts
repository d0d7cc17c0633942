import { describe, expect, it } from 'vitest';
import { parseAgentAnswer, parseAgentReport } from './agent-answer.ts';

/** The message of the protocol failure that a broken answer becomes. */
function complaint(body: unknown): string {
  const outcome = parseAgentAnswer(body);
  if (outcome.outcome !== 'FAILED') throw new Error(`accepted as ${outcome.outcome}`);
  expect(outcome.failure.class).toBe('protocol');
  return outcome.failure.message;
}

describe('parseAgentAnswer', () => {
  it('grants no longer rest than a day', () => {
    const failure = { class: 'quota', message: 'spent', retryAfterMs: 1e300 };
    expect(parseAgentAnswer({ outcome: 'FAILED', failure })).toEqual({
      outcome: 'FAILED',
      failure: { ...failure, retryAfterMs: 86_400_000 },
    });
  });

  it('reads each outcome of the contract', () => {
    expect(parseAgentAnswer({ outcome: 'COMPLETED', output: { rows: 2 } })).toEqual({
      outcome: 'COMPLETED',
      output: { rows: 2 },
    });
    expect(parseAgentAnswer({ outcome: 'REJECTED', message: 'no' })).toEqual({
      outcome: 'REJECTED',
      message: 'no',
    });
    expect(parseAgentAnswer({ outcome: 'RESUBMISSION_REQUIRED', message: 'more' })).toEqual({
      outcome: 'RESUBMISSION_REQUIRED',
      message: 'more',
    });
    const failure = { class: 'quota', message: 'spent', retryAfterMs: 500 };
    expect(parseAgentAnswer({ outcome: 'FAILED', failure })).toEqual({
      outcome: 'FAILED',
      failure,
    });
  });

  it('takes a result of nothing for a result', () => {
    expect(parseAgentAnswer({ outcome: 'COMPLETED' })).toEqual({
      outcome: 'COMPLETED',
      output: null,
    });
  });

  it('does not take an answer without an outcome for done', () => {
    expect(complaint({ ok: true })).toBe(
      'outcome is missing: a 200 answer must say COMPLETED, FAILED, REJECTED or RESUBMISSION_REQUIRED.',
    );
    expect(complaint(undefined)).toContain('The body is empty');
    expect(complaint('done')).toContain('The body is a string');
    expect(complaint([])).toContain('The body is an array');
  });

  it('names an outcome that it does not know, and does not take STARTED for an answer', () => {
    expect(complaint({ outcome: 'DONE' })).toContain('outcome is "DONE": a 200 answer must say');
    expect(complaint({ outcome: 'STARTED' })).toContain('outcome is "STARTED"');
    expect(complaint({ outcome: ['COMPLETED'] })).toContain('outcome is an array');
  });

  it('asks for the reason of a rejection and for what input is needed', () => {
    expect(complaint({ outcome: 'REJECTED' })).toBe('message is missing: REJECTED must say why.');
    expect(complaint({ outcome: 'RESUBMISSION_REQUIRED', message: ' ' })).toBe(
      'message is missing: RESUBMISSION_REQUIRED must say what input is needed.',
    );
  });

  it('asks for the failure of FAILED', () => {
    expect(complaint({ outcome: 'FAILED' })).toBe(
      'failure is missing: FAILED must carry failure { class, message }.',
    );
    expect(complaint({ outcome: 'FAILED', failure: 'x' })).toContain('failure is a string');
  });

  it('keeps the name of a failure class that it does not know', () => {
    const failure = { class: 'out_of_coffee', message: 'no beans' };
    expect(parseAgentAnswer({ outcome: 'FAILED', failure })).toEqual({
      outcome: 'FAILED',
      failure: { class: 'agent_error', message: 'no beans (failure class "out_of_coffee")' },
    });
  });

  it('finds words for a failure that says nothing', () => {
    expect(parseAgentAnswer({ outcome: 'FAILED', failure: {} })).toEqual({
      outcome: 'FAILED',
      failure: { class: 'agent_error', message: 'The agent gave no reason.' },
    });
  });

  it.each([-1, Number.NaN, Number.POSITIVE_INFINITY, '5', {}])(
    'refuses %s as retryAfterMs',
    (retryAfterMs) => {
      const body = { outcome: 'FAILED', failure: { class: 'quota', message: 'm', retryAfterMs } };
      expect(complaint(body)).toContain('failure.retryAfterMs is');
    },
  );

  it('cuts a message that is too long rather than lose it', () => {
    const outcome = parseAgentAnswer({ outcome: 'REJECTED', message: '😀'.repeat(5_000) });
    const message = 'message' in outcome ? (outcome.message ?? '') : '';
    expect([...message]).toHaveLength(4_000);
    expect(message.endsWith('😀…')).toBe(true);
  });

  it('refuses an output beyond 1 MiB, naming the limit', () => {
    const output = 'x'.repeat(1024 * 1024);
    expect(complaint({ outcome: 'COMPLETED', output })).toContain('the limit is 1 MiB');
    expect(parseAgentAnswer({ outcome: 'COMPLETED', output: output.slice(2) }).outcome).toBe(
      'COMPLETED',
    );
  });

  it('refuses an output that PostgreSQL cannot store, and mends such a message', () => {
    expect(complaint({ outcome: 'COMPLETED', output: { a: ['x\u0000'] } })).toContain(
      'output at /a/0 contains a NUL character',
    );
    expect(parseAgentAnswer({ outcome: 'REJECTED', message: 'a\u0000b' })).toEqual({
      outcome: 'REJECTED',
      message: 'a\uFFFDb',
    });
  });
});

describe('parseAgentReport', () => {
  it('lets an agent say that it started', () => {
    expect(parseAgentReport({ outcome: 'STARTED', message: null })).toEqual({
      ok: true,
      value: { outcome: 'STARTED' },
    });
  });

  it('refuses what breaks the contract, so that the agent can correct itself', () => {
    const result = parseAgentReport({ outcome: 'COMPLETE' });
    expect(result).toMatchObject({ ok: false, error: { code: 'VALIDATION' } });
    expect(result.ok ? [] : result.error.issues).toEqual([
      {
        path: 'outcome',
        message:
          'outcome is "COMPLETE": a report must say STARTED, COMPLETED, FAILED, REJECTED or RESUBMISSION_REQUIRED.',
      },
    ]);
  });

  it('treats the nulls of GraphQL as fields left out', () => {
    const report = { outcome: 'COMPLETED', output: 1, message: null, failure: null };
    expect(parseAgentReport(report)).toEqual({
      ok: true,
      value: { outcome: 'COMPLETED', output: 1 },
    });
  });
});
