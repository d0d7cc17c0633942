import { describe, expect, it } from 'vitest';
import { type JobStatus, jobStatuses } from './status.ts';
import { type JobEvent, jobEvents, transition } from './transition.ts';

type Row = readonly [to: string, log: string, assignment: string | null, attention?: string];

// Written from the architecture page and not from the table under test: one line for each legal pair.
const expected: Readonly<Record<string, Row>> = {
  'new created': ['PENDING', 'PENDING', null],

  'PENDING assigned': ['ASSIGNED', 'ASSIGNED', 'opens'],
  'PENDING matchingFailed': ['PENDING', 'MATCHING_FAILED', null, 'NO_AGENT'],
  'PENDING needsDecision': ['PENDING', 'PENDING', null, 'NEEDS_DECISION'],
  'PENDING agentFound': ['PENDING', 'PENDING', null],
  'PENDING timedOut': ['FAILED', 'FAILED', null],

  'ASSIGNED started': ['IN_PROGRESS', 'IN_PROGRESS', 'starts'],
  'ASSIGNED completed': ['COMPLETED', 'COMPLETED', 'COMPLETED'],
  'ASSIGNED failedForNow': ['PENDING', 'FAILED', 'FAILED'],
  'ASSIGNED failed': ['FAILED', 'FAILED', 'FAILED'],
  'ASSIGNED leaseExpired': ['FAILED', 'FAILED', 'EXPIRED'],
  'ASSIGNED leaseExpiredForNow': ['PENDING', 'FAILED', 'EXPIRED'],
  'ASSIGNED rejectedForNow': ['PENDING', 'REJECTED', 'REJECTED'],
  'ASSIGNED rejected': ['REJECTED', 'REJECTED', 'REJECTED'],
  'ASSIGNED inputRequired': [
    'RESUBMISSION_REQUIRED',
    'RESUBMISSION_REQUIRED',
    'RESUBMISSION_REQUIRED',
  ],
  'ASSIGNED cancelled': ['PENDING', 'CANCELLED', 'CANCELLED'],

  'IN_PROGRESS completed': ['COMPLETED', 'COMPLETED', 'COMPLETED'],
  'IN_PROGRESS failedForNow': ['PENDING', 'FAILED', 'FAILED'],
  'IN_PROGRESS failed': ['FAILED', 'FAILED', 'FAILED'],
  'IN_PROGRESS leaseExpired': ['FAILED', 'FAILED', 'EXPIRED'],
  'IN_PROGRESS leaseExpiredForNow': ['PENDING', 'FAILED', 'EXPIRED'],
  'IN_PROGRESS rejectedForNow': ['PENDING', 'REJECTED', 'REJECTED'],
  'IN_PROGRESS rejected': ['REJECTED', 'REJECTED', 'REJECTED'],
  'IN_PROGRESS inputRequired': [
    'RESUBMISSION_REQUIRED',
    'RESUBMISSION_REQUIRED',
    'RESUBMISSION_REQUIRED',
  ],
  'IN_PROGRESS cancelled': ['PENDING', 'CANCELLED', 'CANCELLED'],

  'COMPLETED sentBack': ['RESUBMISSION_REQUIRED', 'RESUBMISSION_REQUIRED', null],

  'FAILED resubmitted': ['PENDING', 'PENDING', null],
  'REJECTED resubmitted': ['PENDING', 'PENDING', null],
  'RESUBMISSION_REQUIRED resubmitted': ['PENDING', 'PENDING', null],
};

const pairs = [null, ...jobStatuses].flatMap((status) =>
  jobEvents.map((event) => ({ status, event, name: `${status ?? 'new'} ${event}` })),
);

function attempt(status: JobStatus | null, event: JobEvent) {
  return transition(status === null ? null : { status, version: 7, agentId: null }, event);
}

describe('transition', () => {
  it.each(pairs)('decides $name as the architecture page says', ({ status, event, name }) => {
    const row = expected[name];
    if (row === undefined) {
      expect(attempt(status, event)).toEqual({ refused: { event, status } });
      return;
    }
    const [to, log, assignment, attention = null] = row;
    const expectedVersion = status === null ? 0 : 7;
    expect(attempt(status, event)).toEqual({
      move: { event, from: status, to, log, assignment, attention, expectedVersion },
    });
  });

  it('knows every pair that the page allows, and so walks all of it', () => {
    const names = pairs.map(({ name }) => name);
    expect(Object.keys(expected).filter((name) => !names.includes(name))).toEqual([]);
  });

  it('asks for a person only while the job is pending', () => {
    const asking = pairs.flatMap(({ status, event }) => {
      const decided = attempt(status, event);
      return 'move' in decided && decided.move.attention !== null ? [decided.move.to] : [];
    });
    expect(asking).toEqual(['PENDING', 'PENDING']);
  });

  it('ends the open assignment with every move away from it, and starts it only once', () => {
    const legal = pairs.flatMap(({ status, event }) => {
      const decided = attempt(status, event);
      return 'move' in decided ? [decided.move] : [];
    });
    const leavesHeld = legal.filter(({ from }) => from === 'ASSIGNED' || from === 'IN_PROGRESS');
    const keepsHold = leavesHeld.filter(({ assignment }) => assignment === 'starts');
    expect(keepsHold.map(({ to }) => to)).toEqual(['IN_PROGRESS']);
    expect(
      leavesHeld.every(({ assignment }) => assignment !== null && assignment !== 'opens'),
    ).toBe(true);
  });
});
