import { limits } from '@muster/domain/validation/limits.ts';

/**
 * The `Retry-After` header (RFC 9110, 10.2.3: seconds or an HTTP date) in milliseconds from `now`, between 0 and 24 h.
 * Undefined when the header is absent or says nothing.
 */
export function retryAfterMs(
  header: string | readonly string[] | null | undefined,
  now: Date,
): number | undefined {
  const text = (typeof header === 'string' ? header : header?.[0])?.trim() ?? '';
  const ms = delayOf(text, now);
  return Number.isFinite(ms) ? Math.round(Math.min(Math.max(ms, 0), limits.restMs)) : undefined;
}

/** NaN for what is neither. A date begins with its weekday; Date.parse alone would read `-5` as one. */
function delayOf(text: string, now: Date): number {
  if (/^\d+(\.\d+)?$/.test(text)) return Number(text) * 1000;
  return /^[A-Za-z]{3}/.test(text) ? Date.parse(text) - now.getTime() : Number.NaN;
}
