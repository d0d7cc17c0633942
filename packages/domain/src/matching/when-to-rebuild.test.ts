import { describe, expect, test } from 'vitest';
import { type LearningState, rebuildReason } from './when-to-rebuild.ts';

const now = new Date('2026-11-24T12:00:00Z');
const ago = (minutes: number) => new Date(now.getTime() - minutes * 60_000);
const never: LearningState = {
  examples: 0,
  undone: 0,
  requestedAt: null,
  lastRebuild: null,
  failedAt: null,
};
const once: LearningState = {
  ...never,
  examples: 1_000,
  undone: 3,
  lastRebuild: { at: ago(61), examples: 1_000, undone: 3 },
};

describe('the matcher is rebuilt', () => {
  test.each<[string, LearningState, string | null]>([
    ['not while there is nothing to learn', never, null],
    ['not for the first 99 examples', { ...never, examples: 99 }, null],
    ['for the first hundred', { ...never, examples: 100 }, 'GROWN'],
    ['not for what it knows', once, null],
    ['not for less than a fifth more', { ...once, examples: 1_199 }, null],
    ['for a fifth more', { ...once, examples: 1_200 }, 'GROWN'],
    [
      'not for a fifth of few',
      { ...once, examples: 199, lastRebuild: { at: ago(61), examples: 100, undone: 3 } },
      null,
    ],
    [
      'not twice in an hour for growing',
      { ...once, examples: 9_000, lastRebuild: { at: ago(59), examples: 1_000, undone: 3 } },
      null,
    ],
    [
      'at once for what was taken back since',
      { ...once, undone: 4, lastRebuild: { at: ago(0), examples: 1_000, undone: 3 } },
      'UNDONE',
    ],
    ['for what was taken back before the first time', { ...never, undone: 1 }, 'UNDONE'],
    ['when a person asks', { ...once, requestedAt: ago(0) }, 'REQUESTED'],
    [
      'when a person asks after a failure',
      { ...once, requestedAt: ago(0), failedAt: ago(1) },
      'REQUESTED',
    ],
    ['not soon after a failure', { ...once, undone: 4, failedAt: ago(9) }, null],
    ['again some time after a failure', { ...once, undone: 4, failedAt: ago(10) }, 'UNDONE'],
  ])('%s', (_, state, reason) => {
    expect(rebuildReason(state, now)).toBe(reason);
  });
});
