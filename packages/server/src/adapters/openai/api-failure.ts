import { redactText } from '@muster/domain/audit/redact.ts';
import type { Failure } from '@muster/domain/job/failure.ts';
import { truncate } from '@muster/domain/validation/measure.ts';
import OpenAI from 'openai';
import { retryAfterMs } from '../agents/retry-after.ts';

/** Why a call to the API failed, in a sentence. Does not repeat what was sent. */
export function whyCallFailed(error: unknown): string {
  if (error instanceof OpenAI.APIConnectionTimeoutError) return 'The model API took too long.';
  if (error instanceof OpenAI.APIConnectionError) return 'The model API cannot be reached.';
  if (error instanceof OpenAI.APIError && typeof error.status === 'number') {
    return `The model API answered HTTP ${error.status}: ${truncate(redactText(error.message), 300)}`;
  }
  if (error instanceof SyntaxError) return 'The model API answered with what is not JSON.';
  return 'The call to the model API failed.';
}

/**
 * What a failed call means for an agent that runs on the model. A key, project or model that is not accepted
 * (401, 403, 404) and an API that is not there make the agent unavailable; 429 is its quota; a request that is too long
 * for the model is the job's input; any other 4xx lies in how the agent is set up.
 */
export function failureOfCall(error: unknown, now: Date): Failure {
  const message = whyCallFailed(error);
  if (error instanceof OpenAI.APIConnectionTimeoutError) return { class: 'transient', message };
  if (error instanceof OpenAI.APIConnectionError) return { class: connectionClass(error), message };
  if (error instanceof SyntaxError) return { class: 'protocol', message };
  if (!(error instanceof OpenAI.APIError) || typeof error.status !== 'number') {
    return { class: 'transient', message };
  }
  const wait = waitOf(error, now);
  const { status } = error;
  if (status === 429) return { class: 'quota', message, ...wait };
  if (status === 502 || status === 503 || status === 504) {
    return { class: 'unavailable', message, ...wait };
  }
  if (status >= 500 || status === 408 || status === 409) {
    return { class: 'transient', message, ...wait };
  }
  if (status === 401 || status === 403 || status === 404) return { class: 'unavailable', message };
  if (error.code === 'context_length_exceeded') {
    return {
      class: 'bad_input',
      message: 'The job is longer than the model can read; shorten it.',
    };
  }
  if (error.code === 'content_filter' || error.code === 'content_policy_violation') {
    return { class: 'refused', message };
  }
  return { class: 'agent_error', message };
}

/** How long the API asks to be left alone. OpenAI also says it in milliseconds. */
export function waitOf(
  error: InstanceType<typeof OpenAI.APIError>,
  now: Date,
): { readonly retryAfterMs?: number } {
  const exact = Number(error.headers?.get('retry-after-ms') ?? Number.NaN);
  const wait = Number.isFinite(exact)
    ? retryAfterMs(String(Math.max(exact, 0) / 1000), now)
    : retryAfterMs(error.headers?.get('retry-after'), now);
  return wait === undefined ? {} : { retryAfterMs: wait };
}

/** A connection that was made and broke may well hold next time. */
function connectionClass(error: Error): 'transient' | 'unavailable' {
  for (let cause: unknown = error; cause instanceof Error; cause = cause.cause) {
    if ('code' in cause && /^(ECONNRESET|EPIPE|UND_ERR_SOCKET)$/.test(String(cause.code))) {
      return 'transient';
    }
  }
  return 'unavailable';
}
