import type { Failure } from '@muster/domain/job/failure.ts';

/** One time limit for a whole call, and the cancellation that may come before it. */
export interface CallDeadline {
  /** Aborts the call, whichever comes first. */
  readonly signal: AbortSignal;
  /** What the call's end means when the signal has ended it, else null: a cancelled call is told from a slow one. */
  failure(): Failure | null;
}

export function callDeadline(
  cancelled: AbortSignal,
  timeoutMs: number,
  callee: string,
): CallDeadline {
  const deadline = AbortSignal.timeout(timeoutMs);
  return {
    signal: AbortSignal.any([cancelled, deadline]),
    failure() {
      if (cancelled.aborted) {
        const message = 'The call was given up: it was cancelled, or Muster stopped.';
        return { class: 'transient', message };
      }
      if (!deadline.aborted) return null;
      const message = `The ${callee} did not answer within ${timeoutMs} ms.`;
      return { class: 'transient', message };
    },
  };
}
