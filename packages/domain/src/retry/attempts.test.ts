import { describe, expect, it } from 'vitest';
import type { FailureClass } from '../job/failure.ts';
import { countAttempts, type EndedAttempt, turnAfter, uncountedAttempts } from './attempts.ts';
import { defaultRetryPolicy } from './policy.ts';

const ended = (agentId: string, failureClass: FailureClass | null): EndedAttempt => ({
  agentId,
  failureClass,
});

describe('countAttempts', () => {
  it('counts every attempt in which an agent worked on the job', () => {
    const worked = (['transient', 'agent_error', 'lease_expired', 'protocol'] as const).map(
      (failureClass) => ended('a', failureClass),
    );
    expect(countAttempts(defaultRetryPolicy, worked)).toBe(4);
  });

  it.each(['unavailable', 'quota', 'refused'] as const)(
    'does not count one that ended as %s, so that an outage eats no attempts',
    (failureClass) => {
      const outage = Array.from({ length: 50 }, () => ended('a', failureClass));
      expect(countAttempts(defaultRetryPolicy, [...outage, ended('b', 'agent_error')])).toBe(1);
    },
  );

  it('counts those too beyond a hundred, so that nothing goes on for ever', () => {
    const outage = Array.from({ length: uncountedAttempts + 3 }, () => ended('a', 'quota'));
    expect(countAttempts(defaultRetryPolicy, outage)).toBe(3);
  });

  it('counts every failure when only one attempt is wanted', () => {
    const once = { ...defaultRetryPolicy, maxAttempts: 1 };
    expect(countAttempts(once, [ended('a', 'unavailable')])).toBe(1);
  });

  it('never counts an attempt that an operator ended', () => {
    const once = { ...defaultRetryPolicy, maxAttempts: 1 };
    expect(countAttempts(once, [ended('a', null)])).toBe(0);
  });
});

describe('turnAfter', () => {
  it('prefers the agent that a passing fault interrupted', () => {
    expect(turnAfter([ended('a', 'transient')])).toEqual({
      prefer: 'a',
      exclude: [],
      refusedBy: [],
    });
    expect(turnAfter([ended('a', 'transient'), ended('b', 'quota')]).prefer).toBeNull();
  });

  it.each(['agent_error', 'lease_expired', 'protocol', null] as const)(
    'excludes an agent after %s',
    (failureClass) => {
      const turn = turnAfter([ended('a', failureClass), ended('b', 'unavailable')]);
      expect(turn).toEqual({ prefer: null, exclude: ['a'], refusedBy: [] });
    },
  );

  it('begins a new round when an excluded agent had the job again', () => {
    const round = [ended('a', 'agent_error'), ended('b', 'lease_expired')];
    expect(turnAfter(round).exclude).toEqual(['a', 'b']);
    expect(turnAfter([...round, ended('b', 'agent_error')]).exclude).toEqual(['b']);
    expect(turnAfter([...round, ended('b', 'transient')])).toMatchObject({
      prefer: 'b',
      exclude: [],
    });
  });

  it('excludes an agent that refused in every round', () => {
    const attempts = [ended('r', 'refused'), ended('a', 'agent_error'), ended('a', 'agent_error')];
    expect(turnAfter(attempts)).toEqual({ prefer: null, exclude: ['a', 'r'], refusedBy: ['r'] });
  });
});
