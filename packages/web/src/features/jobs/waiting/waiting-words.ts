import type { ResultOf } from '../../../graphql/tada.ts';
import { clockTime, elapsed, timeAhead } from '../../../ui/relative-time.ts';
import { sayRoughly } from '../../../ui/time-span.ts';
import type { Waiting_JobFragment } from './waiting-fragment.ts';

type Waiting = NonNullable<ResultOf<typeof Waiting_JobFragment>['waiting']>;
export type WaitingReason = Waiting['reason'];

/** What the list knows of it. */
export type WaitingFacts = Pick<Waiting, 'reason' | 'message' | 'position' | 'estimatedWaitMs'>;

interface Moment {
  readonly nextAttemptAt: string | null;
  readonly nowMs: number;
}

/** Why a job waits, for a column: `position 4 · about 5 min`, `retry at 10:42:07`, `not queued`. */
export function sayWaitingBriefly(waiting: WaitingFacts, moment: Moment): string {
  switch (waiting.reason) {
    case 'NOT_QUEUED':
      return 'not queued';
    case 'RETRY_AT':
      return moment.nextAttemptAt === null
        ? 'tried again soon'
        : `retry at ${timeAhead(Date.parse(moment.nextAttemptAt), moment.nowMs)}`;
    case 'NO_AGENT':
      return firstClause(waiting.message);
    case 'AGENTS_DOWN':
      return joined('agents down', waiting);
    case 'AT_CAPACITY':
      return joined(`position ${waiting.position ?? '?'}`, waiting);
    case 'NEEDS_DECISION':
      return 'needs a decision';
    case 'NO_CHOICE':
      return 'no agent chosen';
    case 'SOON':
      return 'next';
  }
}

/** The same as a sentence. The server's words, but for times, which are said in the reader's zone and count down. */
export function sayWaiting(waiting: WaitingFacts, { nextAttemptAt, nowMs }: Moment): string {
  if (waiting.reason === 'NOT_QUEUED') return 'Not queued: it waits to be assigned.';
  if (waiting.reason === 'RETRY_AT' && nextAttemptAt !== null) {
    const atMs = Date.parse(nextAttemptAt);
    const waitMs = atMs - nowMs;
    return waitMs > 0
      ? `It is tried again at ${timeAhead(atMs, nowMs)}, in ${elapsed(waitMs)}.`
      : 'It is tried again any moment.';
  }
  const message = inReadersZone(waiting.message, nowMs);
  // An agent's name is written as it is, also at the beginning.
  const isName = waiting.reason === 'AGENTS_DOWN';
  const sentence = isName ? message : `${message.slice(0, 1).toUpperCase()}${message.slice(1)}`;
  return /[.!?]$/.test(sentence) ? sentence : `${sentence}.`;
}

/** The server says times as `07:48 UTC`, and those of the next hours: here they are the reader's own. */
export function inReadersZone(text: string, nowMs: number): string {
  return text.replace(/\b(\d\d):(\d\d) UTC\b/g, (_said, hours: string, minutes: string) => {
    const atMs = new Date(nowMs).setUTCHours(Number(hours), Number(minutes), 0, 0);
    const dayMs = 86_400_000;
    return clockTime(atMs < nowMs - dayMs / 2 ? atMs + dayMs : atMs);
  });
}

/** How long it may still take: null when nobody knows, or when the sentence says it already. */
export function sayEstimate({ reason, estimatedWaitMs }: WaitingFacts): string | null {
  if (estimatedWaitMs === null || reason === 'RETRY_AT' || reason === 'SOON') return null;
  return sayRoughly(estimatedWaitMs);
}

function joined(what: string, { estimatedWaitMs }: WaitingFacts): string {
  return estimatedWaitMs === null ? what : `${what} · ${sayRoughly(estimatedWaitMs)}`;
}

/** The server's line goes from what matters most to what matters least. */
function firstClause(message: string): string {
  return message.split(/[;(]/)[0]?.trim() ?? message;
}
