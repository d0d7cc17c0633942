import { describe, expect, it } from 'vitest';
import { type Failure, type FailureClass, failureClasses } from '../job/failure.ts';
import { transition } from '../job/transition.ts';
import type { EndedAttempt } from './attempts.ts';
import { type FailedAttempt, nextStep, type Reassign, settleWhoIsLeft } from './next-step.ts';
import { defaultRetryPolicy } from './policy.ts';

const now = new Date('2026-03-01T10:42:00Z');
const failure = (name: FailureClass, rest: Partial<Failure> = {}): Failure => ({
  class: name,
  message: 'it broke',
  ...rest,
});
const failedBy = (agentId: string, failureClass: FailureClass): EndedAttempt => ({
  agentId,
  failureClass,
});

const first: FailedAttempt = {
  policy: defaultRetryPolicy,
  history: [],
  agentId: 'a',
  failure: failure('transient'),
  startedAt: now,
  now,
  random: 0,
};
const step = (name: FailureClass, rest: Partial<FailedAttempt> = {}) =>
  nextStep({ ...first, failure: failure(name), ...rest });

/** The step as one that looks for another agent; a test that expects it fails otherwise. */
function reassigned(name: FailureClass, rest: Partial<FailedAttempt> = {}): Reassign {
  const next = step(name, rest);
  if (next.kind !== 'reassign') throw new Error(`Expected another agent to be next: ${next.kind}`);
  return next;
}

const short = { ...defaultRetryPolicy, totalTimeoutMs: 500 };

describe('nextStep', () => {
  it('lets the same agent try again after a passing fault, later each time', () => {
    expect(step('transient')).toEqual({
      kind: 'retry',
      event: 'failedForNow',
      agentId: 'a',
      delayMs: 1_000,
      attempt: { used: 1, of: 4, counted: true },
    });
    const history = [failedBy('a', 'transient'), failedBy('a', 'transient')];
    expect(step('transient', { history })).toMatchObject({
      delayMs: 4_000,
      attempt: { used: 3 },
    });
  });

  it('waits for as long as the failure asks, beyond the maximum of the policy but at most a day', () => {
    const waits = [0, 5, 500_000, 1e15].map((retryAfterMs) =>
      nextStep({ ...first, failure: failure('transient', { retryAfterMs }) }),
    );
    expect(waits.map((next) => 'delayMs' in next && next.delayMs)).toEqual([
      0, 5, 500_000, 86_400_000,
    ]);
  });

  it.each(['unavailable', 'quota'] as const)(
    'looks for another agent at once after %s, lets the first cool down and counts nothing',
    (name) => {
      expect(step(name)).toEqual({
        kind: 'reassign',
        event: 'failedForNow',
        delayMs: 0,
        exclude: [],
        refusedBy: [],
        ifNobody: 'LIFT_EXCLUSION',
        delayIfLiftedMs: 1_000,
        cooldownMs: 15_000,
        attempt: { used: 0, of: 4, counted: false },
      });
      const asking = { failure: failure(name, { retryAfterMs: 90_000 }) };
      expect(nextStep({ ...first, ...asking })).toMatchObject({ delayMs: 0, cooldownMs: 90_000 });
    },
  );

  it.each([
    ['agent_error', 'failedForNow'],
    ['protocol', 'failedForNow'],
    ['lease_expired', 'leaseExpiredForNow'],
  ] as const)('excludes who was tried after %s', (name, event) => {
    expect(step(name, { history: [failedBy('b', 'agent_error')] })).toMatchObject({
      kind: 'reassign',
      event,
      delayMs: 0,
      exclude: ['b', 'a'],
      refusedBy: [],
      ifNobody: 'LIFT_EXCLUSION',
      cooldownMs: null,
      attempt: { used: 2, counted: true },
    });
  });

  it('asks for other inputs after bad_input, whatever the policy says', () => {
    const policy = { ...defaultRetryPolicy, maxAttempts: 1, nonRetryable: ['bad_input'] as const };
    expect(step('bad_input', { policy })).toMatchObject({
      kind: 'resubmit',
      event: 'inputRequired',
    });
  });

  it('looks for another agent after a refusal; without one the job is rejected', () => {
    expect(step('refused')).toMatchObject({
      kind: 'reassign',
      event: 'rejectedForNow',
      exclude: ['a'],
      refusedBy: ['a'],
      ifNobody: 'REJECTED',
      attempt: { counted: false },
    });
  });

  it('goes back to agents that failed when all others refused', () => {
    const history = [failedBy('b', 'agent_error')];
    expect(step('refused', { history })).toMatchObject({
      exclude: ['b', 'a'],
      refusedBy: ['a'],
      ifNobody: 'LIFT_EXCLUSION',
    });
  });

  it.each([
    ['transient', 'fail', 'failed'],
    ['agent_error', 'fail', 'failed'],
    ['lease_expired', 'fail', 'leaseExpired'],
    ['refused', 'reject', 'rejected'],
  ] as const)('ends with %s when no attempt is left', (name, kind, event) => {
    const policy = { ...defaultRetryPolicy, maxAttempts: 1 };
    expect(step(name, { policy })).toEqual({
      kind,
      event,
      reason: 'no attempt is left',
      attempt: { used: 1, of: 1, counted: true },
    });
  });

  it('ends at once with a class that the policy does not retry', () => {
    const policy = { ...defaultRetryPolicy, nonRetryable: ['quota'] as const };
    expect(step('quota', { policy })).toMatchObject({
      kind: 'fail',
      reason: 'the policy does not retry quota',
    });
    expect(step('transient', { policy }).kind).toBe('retry');
  });

  it('ends when the next attempt could only begin after the time is up', () => {
    expect(step('transient', { policy: short })).toMatchObject({
      kind: 'fail',
      reason: 'no time is left for another attempt',
    });
    const late = { policy: short, startedAt: new Date(now.getTime() - 501) };
    expect(step('unavailable', late).kind).toBe('fail');
    expect(step('refused', late).kind).toBe('reject');
  });

  it('still tries another agent at once when no time is left to come back to this one', () => {
    expect(step('agent_error', { policy: short })).toMatchObject({
      kind: 'reassign',
      ifNobody: 'FAILED',
    });
  });

  it('leads to events that a job in progress allows', () => {
    const job = { status: 'IN_PROGRESS', version: 3, agentId: 'a' } as const;
    for (const name of failureClasses) {
      for (const maxAttempts of [1, 4]) {
        const { event } = step(name, { policy: { ...defaultRetryPolicy, maxAttempts } });
        expect(transition(job, event)).toHaveProperty('move');
      }
    }
  });
});

describe('settleWhoIsLeft', () => {
  it('leaves the step as it is while somebody is left', () => {
    const next = reassigned('agent_error');
    expect(settleWhoIsLeft(next, ['a', 'b'])).toBe(next);
  });

  it('brings back those who failed, after the backoff, when nobody else is left', () => {
    expect(settleWhoIsLeft(reassigned('agent_error'), ['a'])).toMatchObject({
      kind: 'reassign',
      exclude: [],
      delayMs: 1_000,
    });
    const history = [failedBy('r', 'refused'), failedBy('b', 'agent_error')];
    expect(
      settleWhoIsLeft(reassigned('lease_expired', { history }), ['a', 'b', 'r']),
    ).toMatchObject({
      exclude: ['r'],
      delayMs: 2_000,
    });
  });

  it('rejects the job when all who could take it refused', () => {
    expect(settleWhoIsLeft(reassigned('refused'), ['a'])).toEqual({
      kind: 'reject',
      event: 'rejected',
      reason: 'no other agent is left that could take it',
      attempt: { used: 0, of: 4, counted: false },
    });
    const history = [failedBy('b', 'agent_error')];
    expect(settleWhoIsLeft(reassigned('refused', { history }), ['a']).kind).toBe('reject');
  });

  it('fails the job when nobody else is left and no time to come back', () => {
    expect(settleWhoIsLeft(reassigned('lease_expired', { policy: short }), ['a'])).toMatchObject({
      kind: 'fail',
      event: 'leaseExpired',
    });
  });

  it('lets the job wait for the one agent that is down', () => {
    const next = reassigned('unavailable');
    expect(settleWhoIsLeft(next, ['a'])).toBe(next);
  });
});
