import { describe, expect, test } from 'vitest';
import { failureClasses } from '../job/failure.ts';
import { jobLogStatuses } from '../job/status.ts';
import { lessonOf, teachingStatuses } from './lesson.ts';

const row = {
  agentId: 'a',
  failureClass: null,
  method: 'SCORED',
  firstAgentId: 'a',
  takenBackFrom: null,
} as const;

describe('a row of the log', () => {
  test('that says the job is completed speaks for its agent', () => {
    expect(lessonOf({ ...row, logStatus: 'COMPLETED' })).toEqual({
      kind: 'COMPLETED',
      right: true,
      weight: 1,
    });
  });

  test('that says the agent rejected or refused the job speaks against it', () => {
    const against = { kind: 'REJECTED', right: false, weight: 1 };
    expect(lessonOf({ ...row, logStatus: 'REJECTED' })).toEqual(against);
    expect(lessonOf({ ...row, logStatus: 'FAILED', failureClass: 'refused' })).toEqual(against);
  });

  test('of a failure speaks against the agent only when it was its own fault', () => {
    const teaching = failureClasses.filter(
      (failureClass) => lessonOf({ ...row, logStatus: 'FAILED', failureClass }) !== null,
    );
    expect(teaching.toSorted()).toEqual(['agent_error', 'refused']);
    expect(lessonOf({ ...row, logStatus: 'FAILED', failureClass: 'agent_error' })).toMatchObject({
      kind: 'FAILED',
      right: false,
    });
    // A job whose time ran out while it waited.
    expect(lessonOf({ ...row, logStatus: 'FAILED', agentId: null })).toBeNull();
  });

  test('of an assignment speaks for its agent only when a person preferred it to the matcher’s first', () => {
    const byHand = { ...row, logStatus: 'ASSIGNED', method: 'MANUAL' } as const;
    expect(lessonOf({ ...byHand, firstAgentId: 'b' })).toEqual({
      kind: 'OVERRIDDEN',
      right: true,
      weight: 1,
    });
    expect(lessonOf(byHand)).toBeNull();
    expect(lessonOf({ ...byHand, firstAgentId: null })).toBeNull();
    expect(lessonOf({ ...byHand, method: 'SCORED', firstAgentId: 'b' })).toBeNull();
    expect(lessonOf({ ...byHand, method: null, firstAgentId: 'b' })).toBeNull();
    // The matcher leaves out whoever had the job before.
    expect(lessonOf({ ...byHand, takenBackFrom: 'b' })).toMatchObject({ kind: 'OVERRIDDEN' });
    expect(lessonOf({ ...byHand, takenBackFrom: 'a' })).toBeNull();
  });

  test('of any other kind teaches nothing', () => {
    const method = 'MANUAL';
    const teaching = jobLogStatuses.filter((logStatus) =>
      failureClasses.some(
        (failureClass) =>
          lessonOf({ ...row, logStatus, failureClass, method, firstAgentId: 'b' }) !== null,
      ),
    );
    expect(new Set(teaching)).toEqual(new Set(teachingStatuses));
  });
});
