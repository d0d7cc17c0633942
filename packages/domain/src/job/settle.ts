import { limits } from '../validation/limits.ts';
import { truncate } from '../validation/measure.ts';
import type { Failure, FailureClass } from './failure.ts';
import type { AgentOutcome } from './outcome.ts';
import type { JobEvent } from './transition.ts';

/** The events that an agent's outcome can lead to. */
export type SettlingEvent = Extract<
  JobEvent,
  'started' | 'completed' | 'failed' | 'leaseExpired' | 'rejected' | 'inputRequired'
>;

/** What follows from an agent's outcome: the event to apply, and what to keep beside it. */
export interface Settlement {
  readonly event: SettlingEvent;
  /** For the audit log, in a sentence. */
  readonly message: string;
  /** Why the attempt did not bring a result, whichever way the agent said so; null when it started or completed. */
  readonly failure: Failure | null;
}

/** Decides what an agent's outcome does to its job. Every failure is final here: no attempt follows by itself. */
export function settle(outcome: AgentOutcome): Settlement {
  switch (outcome.outcome) {
    case 'STARTED':
      return success('started', outcome.message ?? 'The agent started to work.');
    case 'COMPLETED':
      return success('completed', outcome.message ?? 'The agent delivered its result.');
    case 'REJECTED':
      return settleFailure({ class: 'refused', message: outcome.message });
    case 'RESUBMISSION_REQUIRED':
      return settleFailure({ class: 'bad_input', message: outcome.message });
    case 'FAILED':
      return settleFailure(outcome.failure);
  }
}

function success(event: 'started' | 'completed', message: string): Settlement {
  return { event, message, failure: null };
}

function settleFailure(failure: Failure): Settlement {
  const { event, says } = consequences[failure.class];
  const message = truncate(`${says}: ${failure.message}`, limits.messageCharacters);
  return { event, message, failure };
}

/** What each class of failure leads to, and how the log says it. */
const consequences = {
  transient: { event: 'failed', says: 'A passing fault stopped the attempt' },
  unavailable: { event: 'failed', says: 'The agent could not be reached' },
  quota: { event: 'failed', says: 'The agent has used up its quota' },
  agent_error: { event: 'failed', says: 'The agent failed' },
  protocol: { event: 'failed', says: 'The agent’s answer could not be used' },
  bad_input: { event: 'inputRequired', says: 'The agent needs more or other input' },
  refused: { event: 'rejected', says: 'The agent refused the job' },
  lease_expired: { event: 'leaseExpired', says: 'The agent was silent past its lease' },
} as const satisfies Record<FailureClass, { event: SettlingEvent; says: string }>;
