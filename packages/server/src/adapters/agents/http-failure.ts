import type { Failure } from '@muster/domain/job/failure.ts';
import { errors } from 'undici';
import { BodyTooLargeError } from './bounded-body.ts';
import { EgressRefusedError } from './egress.ts';

/**
 * What an answer's status means when it carries no outcome. The contract knows two classes for it: `transient` where
 * the same call may well succeed later, `unavailable` where this agent is no use as it stands and another is to be
 * tried. Two answers say more: 429 is the agent's quota, and a 2xx without an outcome is not "done" but a breach of
 * the protocol. Redirects are not followed (their target was not registered), so a 3xx is an agent that has moved.
 */
export function failureOfStatus(status: number, retryAfterMs: number | undefined): Failure {
  const wait = retryAfterMs === undefined ? {} : { retryAfterMs };
  if (status === 429) {
    return { class: 'quota', message: 'The agent has no quota left (HTTP 429).', ...wait };
  }
  if (status >= 200 && status < 300) {
    return {
      class: 'protocol',
      message: `The agent answered HTTP ${status} without an outcome; answer 200 with one, or 202 and report later.`,
    };
  }
  if (status >= 300 && status < 400) {
    return {
      class: 'unavailable',
      message: `The agent answered with a redirect (HTTP ${status}), which is not followed; register its final address.`,
    };
  }
  if (status === 502 || status === 503 || status === 504) {
    return {
      class: 'unavailable',
      message: `The agent is not available (HTTP ${status}).`,
      ...wait,
    };
  }
  if (status === 408 || status >= 500) {
    return { class: 'transient', message: `The agent answered HTTP ${status}.`, ...wait };
  }
  return {
    class: 'unavailable',
    message: `The agent turned the call away (HTTP ${status}).`,
    ...wait,
  };
}

/** Nobody answers at the address: trying the same agent again soon is no use. */
const unreachableCodes: Readonly<Record<string, string>> = {
  ECONNREFUSED: 'the connection was refused',
  ENOTFOUND: 'its host name does not exist',
  EAI_AGAIN: 'its host name could not be resolved',
  EHOSTUNREACH: 'its host cannot be reached',
  ENETUNREACH: 'its network cannot be reached',
  UND_ERR_CONNECT_TIMEOUT: 'the connection took too long',
};

/** What a call means that brought no complete answer. */
export function failureOfError(error: unknown): Failure {
  if (error instanceof EgressRefusedError) {
    return { class: 'unavailable', message: `The agent was not called: ${error.message}.` };
  }
  if (error instanceof BodyTooLargeError) {
    return { class: 'protocol', message: `The agent's answer was given up: ${error.message}.` };
  }
  const code = codeOf(error);
  const unreachable = unreachableCodes[code];
  if (unreachable) {
    return {
      class: 'unavailable',
      message: `The agent cannot be reached: ${unreachable} (${code}).`,
    };
  }
  // Certificates (CERT_HAS_EXPIRED, DEPTH_ZERO_SELF_SIGNED_CERT, ERR_TLS_CERT_ALTNAME_INVALID …) do not heal by retrying.
  if (/CERT|TLS|SSL|SIGNATURE/.test(code)) {
    return { class: 'unavailable', message: `The agent's TLS connection failed (${code}).` };
  }
  if (error instanceof errors.HTTPParserError) {
    return { class: 'unavailable', message: "The agent's endpoint does not speak HTTP properly." };
  }
  return {
    class: 'transient',
    message: `The connection to the agent broke before it answered${code ? ` (${code})` : ''}.`,
  };
}

/** The system's or undici's code. With several addresses tried, all failures come in one AggregateError. */
function codeOf(error: unknown): string {
  if (error instanceof AggregateError) return error.errors.map(codeOf).find(Boolean) ?? '';
  if (error instanceof Error && 'code' in error && typeof error.code === 'string')
    return error.code;
  return '';
}
