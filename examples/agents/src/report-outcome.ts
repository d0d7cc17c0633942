import { setTimeout as delay } from 'node:timers/promises';
import type { Outcome } from './agent.ts';

/** `stale`: the lease is no longer ours, so nobody wants to hear more. `gaveUp`: it never got through. */
export type ReportResult = 'delivered' | 'stale' | 'gaveUp';

export interface ReportTarget {
  reportUrl: string;
  leaseToken: string;
}

export interface ReportOptions {
  /** How long to wait after the nth failure, n from 1; undefined gives up. */
  retryDelayMs(failures: number): number | undefined;
  signal: AbortSignal;
}

/** 0.5, 1, 2, 4, 8, 16 s and up to as much again at random, so that agents do not return as one. */
export function backoffMs(failures: number): number | undefined {
  return failures > 6 ? undefined : 250 * 2 ** failures * (1 + Math.random());
}

/** Long enough for a busy server, short enough to try again within a lease. */
const REQUEST_TIMEOUT_MS = 10_000;

export async function reportOutcome(
  target: ReportTarget,
  body: Outcome | { outcome: 'STARTED' },
  options: ReportOptions,
): Promise<ReportResult> {
  for (let failures = 1; ; failures += 1) {
    const result = await tryReport(target, body, options.signal);
    if (result !== 'unreachable') return result;
    const waitMs = options.retryDelayMs(failures);
    if (waitMs === undefined || options.signal.aborted) return 'gaveUp';
    // Aborting ends the wait early; the next turn then gives up.
    await delay(waitMs, undefined, { signal: options.signal }).catch(() => undefined);
  }
}

async function tryReport(
  { reportUrl, leaseToken }: ReportTarget,
  body: object,
  signal: AbortSignal,
): Promise<ReportResult | 'unreachable'> {
  let response: Response;
  try {
    response = await fetch(reportUrl, {
      method: 'POST',
      headers: { authorization: `Bearer ${leaseToken}`, 'content-type': 'application/json' },
      body: JSON.stringify(body),
      // Following a redirect would hand the lease token to another address.
      redirect: 'error',
      signal: AbortSignal.any([signal, AbortSignal.timeout(REQUEST_TIMEOUT_MS)]),
    });
  } catch {
    return 'unreachable';
  }
  const answer = await response.text().catch(() => '');
  if (response.ok) return 'delivered';
  if (response.status === 409 || answer.includes('STALE_LEASE')) return 'stale';
  // Any other 4xx says the same again however often it is asked, save for "slow down".
  const worthRetrying = response.status >= 500 || [408, 425, 429].includes(response.status);
  return worthRetrying ? 'unreachable' : 'gaveUp';
}
