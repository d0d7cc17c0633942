import type { AssignmentState, JobAttention, JobLogStatus, JobStatus } from './status.ts';

/** What one event does to a job, wherever the job is allowed to be when it comes. */
export interface Transition {
  /** In a sentence, for the generated page and for people reading this table. */
  readonly means: string;
  /** Statuses the job may be in; `null` is a job that does not exist yet. */
  readonly from: readonly (JobStatus | null)[];
  readonly to: JobStatus;
  readonly log: JobLogStatus;
  /** What happens to the assignment: one is opened, the open one starts, or it ends in this state. */
  readonly assignment: 'opens' | 'starts' | AssignmentState | null;
  /** Why a person must see to the job from then on; absent: nobody must, whatever there was before. */
  readonly attention?: JobAttention;
}

const held = ['ASSIGNED', 'IN_PROGRESS'] as const satisfies JobStatus[];

/**
 * The job's life, as data. Nothing else in Muster knows which move is legal.
 * `docs/job-lifecycle.md` is generated from it and a test walks every status × event pair.
 */
export const transitions = {
  created: {
    means: 'A job comes in.',
    from: [null],
    to: 'PENDING',
    log: 'PENDING',
    assignment: null,
  },
  assigned: {
    means: 'An agent is given the job, by hand or by the matcher.',
    from: ['PENDING'],
    to: 'ASSIGNED',
    log: 'ASSIGNED',
    assignment: 'opens',
  },
  matchingFailed: {
    means: 'The matcher found no agent that may take the job.',
    from: ['PENDING'],
    to: 'PENDING',
    log: 'MATCHING_FAILED',
    assignment: null,
    attention: 'NO_AGENT',
  },
  needsDecision: {
    means: 'Somebody could take the job, but the matcher is not sure enough: a person decides.',
    from: ['PENDING'],
    to: 'PENDING',
    log: 'PENDING',
    assignment: null,
    attention: 'NEEDS_DECISION',
  },
  agentFound: {
    means: 'An agent that has what the job takes is there after all; it waits for a free place.',
    from: ['PENDING'],
    to: 'PENDING',
    log: 'PENDING',
    assignment: null,
  },
  timedOut: {
    means: 'The time that its retry policy gives the job ran out while it waited.',
    from: ['PENDING'],
    to: 'FAILED',
    log: 'FAILED',
    assignment: null,
  },
  started: {
    means: 'The agent accepted the job and works on it.',
    from: ['ASSIGNED'],
    to: 'IN_PROGRESS',
    log: 'IN_PROGRESS',
    assignment: 'starts',
  },
  completed: {
    means: 'The agent delivered its result.',
    from: held,
    to: 'COMPLETED',
    log: 'COMPLETED',
    assignment: 'COMPLETED',
  },
  failedForNow: {
    means: 'The attempt failed and another one follows.',
    from: held,
    to: 'PENDING',
    log: 'FAILED',
    assignment: 'FAILED',
  },
  failed: {
    means: 'The attempt failed and none follows.',
    from: held,
    to: 'FAILED',
    log: 'FAILED',
    assignment: 'FAILED',
  },
  leaseExpired: {
    means: 'The agent was silent past its lease and no other attempt follows.',
    from: held,
    to: 'FAILED',
    log: 'FAILED',
    assignment: 'EXPIRED',
  },
  leaseExpiredForNow: {
    means: 'The agent was silent past its lease and another attempt follows.',
    from: held,
    to: 'PENDING',
    log: 'FAILED',
    assignment: 'EXPIRED',
  },
  rejectedForNow: {
    means: 'The agent refused the job and another agent is to be tried.',
    from: held,
    to: 'PENDING',
    log: 'REJECTED',
    assignment: 'REJECTED',
  },
  rejected: {
    means: 'The agent refused the job and no other is to be tried.',
    from: held,
    to: 'REJECTED',
    log: 'REJECTED',
    assignment: 'REJECTED',
  },
  inputRequired: {
    means: 'The agent needs more or other input.',
    from: held,
    to: 'RESUBMISSION_REQUIRED',
    log: 'RESUBMISSION_REQUIRED',
    assignment: 'RESUBMISSION_REQUIRED',
  },
  cancelled: {
    means: 'An operator took the job back from its agent.',
    from: held,
    to: 'PENDING',
    log: 'CANCELLED',
    assignment: 'CANCELLED',
  },
  sentBack: {
    means: 'An operator sent a finished job back, with feedback.',
    from: ['COMPLETED'],
    to: 'RESUBMISSION_REQUIRED',
    log: 'RESUBMISSION_REQUIRED',
    assignment: null,
  },
  resubmitted: {
    means: 'The job is put up again, with its old inputs or new ones.',
    from: ['FAILED', 'REJECTED', 'RESUBMISSION_REQUIRED'],
    to: 'PENDING',
    log: 'PENDING',
    assignment: null,
  },
} as const satisfies Record<string, Transition>;

export type JobEvent = keyof typeof transitions;
export const jobEvents = Object.keys(transitions) as JobEvent[];

/** The part of a job that its next move depends on; `null` stands for a job not created yet. */
export interface JobState {
  readonly status: JobStatus;
  /** 1 after creation, one more with every event: the compare-and-set of the commit. */
  readonly version: number;
  readonly agentId: string | null;
}

/** A move that the table allows: what the commit writes. */
export interface Move {
  readonly event: JobEvent;
  readonly from: JobStatus | null;
  readonly to: JobStatus;
  readonly log: JobLogStatus;
  readonly assignment: Transition['assignment'];
  readonly attention: JobAttention | null;
  /** The version the job must still have when the move is committed; 0 for a job to be created. */
  readonly expectedVersion: number;
}

export interface IllegalMove {
  readonly event: JobEvent;
  readonly status: JobStatus | null;
}

/**
 * Decides whether `event` may happen to a job now.
 * Returns the move to commit, or the refusal with the status that stands in its way.
 */
export function transition(
  job: JobState | null,
  event: JobEvent,
): { readonly move: Move } | { readonly refused: IllegalMove } {
  const rule: Transition = transitions[event];
  const from = job?.status ?? null;
  if (!rule.from.includes(from)) return { refused: { event, status: from } };
  return {
    move: {
      event,
      from,
      to: rule.to,
      log: rule.log,
      assignment: rule.assignment,
      attention: rule.attention ?? null,
      expectedVersion: job?.version ?? 0,
    },
  };
}
