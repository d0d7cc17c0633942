import { describe, expect, it } from 'vitest';
import { type FailureClass, failureClasses } from './failure.ts';
import type { AgentOutcome } from './outcome.ts';
import { settle } from './settle.ts';
import { transition } from './transition.ts';

const failed = (name: FailureClass): AgentOutcome => ({
  outcome: 'FAILED',
  failure: { class: name, message: 'it broke' },
});

describe('settle', () => {
  it.each([
    ['transient', 'failed'],
    ['unavailable', 'failed'],
    ['quota', 'failed'],
    ['agent_error', 'failed'],
    ['protocol', 'failed'],
    ['bad_input', 'inputRequired'],
    ['refused', 'rejected'],
    ['lease_expired', 'leaseExpired'],
  ] as const)('turns a failure of class %s into the event %s', (name, event) => {
    const settled = settle(failed(name));
    expect(settled.event).toBe(event);
    expect(settled.failure?.class).toBe(name);
    expect(settled.message).toMatch(/^\p{Lu}.+: it broke$/u);
  });

  it('starts and completes a job, in the agent’s words when it has some', () => {
    expect(settle({ outcome: 'STARTED' })).toEqual({
      event: 'started',
      message: 'The agent started to work.',
      failure: null,
    });
    expect(settle({ outcome: 'COMPLETED', output: 1, message: 'All done.' })).toEqual({
      event: 'completed',
      message: 'All done.',
      failure: null,
    });
  });

  it('keeps a rejection and a request for input as the failures that they are', () => {
    expect(settle({ outcome: 'REJECTED', message: 'not my trade' })).toEqual({
      event: 'rejected',
      message: 'The agent refused the job: not my trade',
      failure: { class: 'refused', message: 'not my trade' },
    });
    expect(settle({ outcome: 'RESUBMISSION_REQUIRED', message: 'csv is empty' }).failure).toEqual({
      class: 'bad_input',
      message: 'csv is empty',
    });
  });

  it('keeps its message within the limit of the log', () => {
    const message = 'x'.repeat(4_000);
    expect(settle({ outcome: 'REJECTED', message }).message).toHaveLength(4_000);
  });

  it('leads to events that a job in progress allows', () => {
    const job = { status: 'IN_PROGRESS', version: 3, agentId: 'a' } as const;
    for (const name of failureClasses) {
      expect(transition(job, settle(failed(name)).event)).toHaveProperty('move');
    }
  });
});
