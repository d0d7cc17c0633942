import type { DecisionRecord } from '../matching/decision.ts';
import type { JobStatus } from './status.ts';

/** One thing wrong with an input: where (a JSON Pointer, or a field's name) and what, in words that say how to mend it. */
export interface Issue {
  readonly path: string;
  readonly message: string;
}

/** An outcome that the caller can act on: returned as a value, a member of the mutation's result union. */
export type DomainError =
  | { readonly code: 'NOT_FOUND'; readonly message: string; readonly id: string }
  | { readonly code: 'ILLEGAL_TRANSITION'; readonly message: string; readonly status: JobStatus }
  | { readonly code: 'CONFLICT'; readonly message: string }
  | { readonly code: 'AGENT_AT_CAPACITY'; readonly message: string; readonly agentId: string }
  | { readonly code: 'AGENT_UNAVAILABLE'; readonly message: string; readonly agentId: string }
  | { readonly code: 'INPUTS_INVALID'; readonly message: string; readonly issues: readonly Issue[] }
  | {
      readonly code: 'NO_AGENT_MATCHED';
      readonly message: string;
      readonly jobId: string;
      readonly decision: DecisionRecord;
    }
  | {
      readonly code: 'NEEDS_DECISION';
      readonly message: string;
      readonly jobId: string;
      readonly decision: DecisionRecord;
    }
  | { readonly code: 'STALE_LEASE'; readonly message: string }
  | { readonly code: 'IDEMPOTENCY_MISMATCH'; readonly message: string }
  | { readonly code: 'VALIDATION'; readonly message: string; readonly issues: readonly Issue[] };

export type ErrorCode = DomainError['code'];

/** What a use case answers: the value, or the reason why not. */
export type Result<T, E extends DomainError = DomainError> =
  | { readonly ok: true; readonly value: T }
  | { readonly ok: false; readonly error: E };

export const ok = <T>(value: T): { readonly ok: true; readonly value: T } => ({ ok: true, value });
export const refuse = <E extends DomainError>(
  error: E,
): { readonly ok: false; readonly error: E } => ({
  ok: false,
  error,
});
