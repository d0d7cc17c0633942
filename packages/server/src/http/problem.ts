import type { DomainError, ErrorCode } from '@muster/domain/job/errors.ts';
import type { Context } from 'hono';
import type { ContentfulStatusCode } from 'hono/utils/http-status';

const statuses = {
  NOT_FOUND: 404,
  ILLEGAL_TRANSITION: 409,
  CONFLICT: 409,
  AGENT_AT_CAPACITY: 409,
  AGENT_UNAVAILABLE: 409,
  INPUTS_INVALID: 422,
  NO_AGENT_MATCHED: 409,
  NEEDS_DECISION: 409,
  STALE_LEASE: 409,
  IDEMPOTENCY_MISMATCH: 422,
  VALIDATION: 400,
} as const satisfies Record<ErrorCode, ContentfulStatusCode>;

const titles = {
  NOT_FOUND: 'There is no such thing',
  ILLEGAL_TRANSITION: 'The job is not where this may happen to it',
  CONFLICT: 'Something else changed it meanwhile',
  AGENT_AT_CAPACITY: 'The agent is at capacity',
  AGENT_UNAVAILABLE: 'The agent cannot be given work now',
  INPUTS_INVALID: 'The agent does not take these inputs',
  NO_AGENT_MATCHED: 'No agent matched',
  NEEDS_DECISION: 'A person has to decide',
  STALE_LEASE: 'The lease is no longer current',
  IDEMPOTENCY_MISMATCH: 'The idempotency key was used for another request',
  VALIDATION: 'The request is not valid',
} as const satisfies Record<ErrorCode, string>;

/**
 * Problem details (RFC 9457) with the same code as in GraphQL, and what else the error carries. The job's
 * status is `jobStatus`: in problem details `status` is that of the answer.
 */
export function problemOf(c: Context, error: DomainError): Response {
  const { code, message, ...more } = error;
  const { status: jobStatus, ...others } = { status: undefined, ...more };
  return problem(c, statuses[code], titles[code], message, { code, jobStatus, ...others });
}

export function problem(
  c: Context,
  status: ContentfulStatusCode,
  title: string,
  detail: string,
  more: Readonly<Record<string, unknown>> = {},
): Response {
  return c.body(JSON.stringify({ type: 'about:blank', title, status, detail, ...more }), status, {
    'content-type': 'application/problem+json',
  });
}
