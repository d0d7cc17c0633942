import type { ResultOf } from '../../../graphql/tada.ts';
import type { JobLogStatus } from '../../../ui/job-status.ts';
import type { JobAttempt_AssignmentFragment } from './job-attempt-fragment.ts';

export type AttemptState = ResultOf<typeof JobAttempt_AssignmentFragment>['state'];

export interface AttemptOutcome {
  /** Gives icon and colour. */
  readonly status: JobLogStatus;
  readonly words: string;
}

/** What came after an attempt: another one, the wait for one, or nothing. */
export type Sequel = 'tried again' | 'to be tried again' | null;

/** How an attempt ended, in a few words; null while it goes on. */
export function attemptOutcome(state: AttemptState, sequel: Sequel): AttemptOutcome | null {
  const then = (words: string) => (sequel === null ? words : `${words}, ${sequel}`);
  switch (state) {
    case 'ASSIGNED':
    case 'IN_PROGRESS':
      return null;
    case 'COMPLETED':
      return { status: 'COMPLETED', words: 'Completed' };
    case 'FAILED':
      return { status: 'FAILED', words: then('Failed') };
    case 'EXPIRED':
      return { status: 'FAILED', words: then('Fell silent') };
    case 'REJECTED':
      return { status: 'REJECTED', words: then('Rejected') };
    case 'RESUBMISSION_REQUIRED':
      return { status: 'RESUBMISSION_REQUIRED', words: 'Asked for other inputs' };
    case 'CANCELLED':
      return { status: 'CANCELLED', words: 'Taken back' };
  }
}
