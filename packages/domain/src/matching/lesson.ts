import type { FailureClass } from '../job/failure.ts';
import type { JobLogStatus } from '../job/status.ts';
import type { MatchMethod } from './decision.ts';

export const lessonKinds = ['COMPLETED', 'REJECTED', 'FAILED', 'OVERRIDDEN'] as const;
export type LessonKind = (typeof lessonKinds)[number];

/** What a row of the log says about whether its agent was right for its job. */
export interface Lesson {
  readonly kind: LessonKind;
  /** Whether the agent was the right one. */
  readonly right: boolean;
  /** Beside a completed job, which counts 1. */
  readonly weight: number;
}

/** A row of the log, with what is known of the attempt that it belongs to. */
export interface LoggedAttempt {
  readonly logStatus: JobLogStatus;
  readonly agentId: string | null;
  readonly failureClass: FailureClass | null;
  /** Of the decision that opened the attempt; null where none is kept. */
  readonly method: MatchMethod | null;
  /** Whom the score put first at the time, of those that could take the job. */
  readonly firstAgentId: string | null;
  /** From whom the job was taken back right before, if the matcher had chosen that agent. */
  readonly takenBackFrom: string | null;
}

/**
 * What the matcher learns from a row of the log; null when nothing. Only what speaks of agent and job counts: a fault of
 * the network, a lease that ran out or inputs that were wrong say nothing about whether the agent fits the text.
 */
export function lessonOf(row: LoggedAttempt): Lesson | null {
  if (row.agentId === null) return null;
  switch (row.logStatus) {
    case 'COMPLETED':
      return { kind: 'COMPLETED', right: true, weight: 1 };
    case 'REJECTED':
      return { kind: 'REJECTED', right: false, weight: 1 };
    case 'FAILED':
      if (row.failureClass === 'refused') return { kind: 'REJECTED', right: false, weight: 1 };
      // It may be right for such jobs and have a bad day.
      return row.failureClass === 'agent_error'
        ? { kind: 'FAILED', right: false, weight: 0.5 }
        : null;
    case 'ASSIGNED':
      return isOverride(row) ? { kind: 'OVERRIDDEN', right: true, weight: 1 } : null;
    default:
      return null;
  }
}

/** A person chose another agent than the matcher would have, or had. */
function isOverride({ method, agentId, firstAgentId, takenBackFrom }: LoggedAttempt): boolean {
  const isAnother = (one: string | null) => one !== null && one !== agentId;
  return method === 'MANUAL' && (isAnother(firstAgentId) || isAnother(takenBackFrom));
}

/** The statuses of the rows that may teach something. */
export const teachingStatuses = [
  'COMPLETED',
  'REJECTED',
  'FAILED',
  'ASSIGNED',
] as const satisfies readonly JobLogStatus[];
