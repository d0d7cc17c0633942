import { describe, expect, it } from 'vitest';
import type { NextStep, Reassign } from './next-step.ts';
import { sayStep } from './say-step.ts';

const now = new Date('2026-03-01T10:42:05.900Z');
const why = 'A passing fault stopped the attempt: the connection broke.';
const attempt = { used: 2, of: 4, counted: true };
const retry: NextStep = {
  kind: 'retry',
  event: 'failedForNow',
  agentId: 'a',
  delayMs: 2_000,
  attempt,
};
const reassign: Reassign = {
  kind: 'reassign',
  event: 'failedForNow',
  delayMs: 0,
  exclude: ['a'],
  refusedBy: [],
  ifNobody: 'LIFT_EXCLUSION',
  delayIfLiftedMs: 2_000,
  cooldownMs: null,
  attempt,
};

describe('sayStep', () => {
  it('tells which attempt failed, why, and when the next one comes', () => {
    expect(sayStep(retry, why, now)).toBe(
      'Attempt 2 of 4 failed: A passing fault stopped the attempt: the connection broke; next at about 10:42:07 UTC.',
    );
  });

  it('names the day when it is another one', () => {
    expect(sayStep({ ...retry, delayMs: 50_000_000 }, why, now)).toMatch(
      /next at about 2026-03-02 00:35:25 UTC\.$/u,
    );
  });

  it('tells that another agent is next, or again one that failed', () => {
    expect(sayStep(reassign, why, now)).toMatch(/; another agent is next\.$/u);
    expect(sayStep({ ...reassign, delayMs: 2_000 }, why, now)).toMatch(
      /; next at about 10:42:07 UTC, also with an agent that failed before\.$/u,
    );
  });

  it('tells when an attempt does not count', () => {
    const uncounted = { used: 1, of: 4, counted: false };
    expect(
      sayStep({ ...reassign, attempt: uncounted }, 'The agent has used up its quota', now),
    ).toBe(
      'An attempt came to nothing and does not count (1 of 4 used): The agent has used up its quota; another agent is next.',
    );
  });

  it('tells why nothing follows', () => {
    const last = { used: 4, of: 4, counted: true };
    const failed = {
      kind: 'fail',
      event: 'failed',
      attempt: last,
      reason: 'no attempt is left',
    } as const;
    expect(sayStep(failed, why, now)).toMatch(/^Attempt 4 of 4 failed: .+; no attempt is left\.$/u);
    const resubmit = { kind: 'resubmit', event: 'inputRequired', attempt } as const;
    expect(sayStep(resubmit, 'The agent needs more or other input: csv is empty', now)).toBe(
      'Attempt 2 of 4 failed: The agent needs more or other input: csv is empty.',
    );
  });
});
