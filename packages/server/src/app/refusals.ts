import { type DomainError, type Issue, refuse } from '@muster/domain/job/errors.ts';
import type { IllegalMove } from '@muster/domain/job/transition.ts';

type Refusal = { readonly ok: false; readonly error: DomainError };

export const notFound = (
  what: 'job' | 'agent' | 'assignment' | 'batch' | 'example',
  id: string,
): Refusal =>
  refuse({
    code: 'NOT_FOUND',
    id,
    message: `There is no ${what} with the id ${JSON.stringify(id.slice(0, 80))}.`,
  });

export const invalid = (issues: readonly Issue[]): Refusal =>
  refuse({ code: 'VALIDATION', message: issues.map(({ message }) => message).join(' '), issues });

const wants: Partial<Record<IllegalMove['event'], string>> = {
  assigned: 'Only a pending job can be assigned',
  matchingFailed: 'Only a pending job can be matched',
  cancelled: 'Only an assigned or running job can be taken back',
  sentBack: 'Only a completed job can be sent back',
  resubmitted: 'Only a failed, rejected or sent-back job can be resubmitted',
};

/** The job is not where this event may happen to it. */
export function illegal({ event, status }: IllegalMove): Refusal {
  const now = status ?? 'PENDING';
  const says = wants[event] ?? `A job cannot be ${event}`;
  return refuse({
    code: 'ILLEGAL_TRANSITION',
    status: now,
    message: `${says}; this one is ${now}.`,
  });
}

export const conflict = (message: string): Refusal => refuse({ code: 'CONFLICT', message });

export const stale = (message: string): Refusal => refuse({ code: 'STALE_LEASE', message });
