import type { Failure } from '@muster/domain/job/failure.ts';

/** One time limit for a whole call, and the cancellation that may come before it. */
export interface CallDeadline {
  /** Aborts the call, whichever comes first. */
  readonly signal: AbortSignal;
  /** What the call's end means when the signal has ended it, else null: a cancelled call is told from a slow one. */
  failure(): Failure | null;
  /** To be called when the call is over. */
  end(): void;
}

/**
 * `AbortSignal.any` and `.timeout` do the same for five times the work, and keep a timer for each call until its time
 * would have been up.
 */
export function callDeadline(
  cancelled: AbortSignal,
  timeoutMs: number,
  callee: string,
): CallDeadline {
  const controller = new AbortController();
  let isLate = false;
  const timer = setTimeout(() => {
    isLate = true;
    controller.abort(new DOMException('The call took too long.', 'TimeoutError'));
  }, timeoutMs);
  const cancel = () => controller.abort(cancelled.reason);
  cancelled.addEventListener('abort', cancel, { once: true });
  if (cancelled.aborted) cancel();
  return {
    signal: controller.signal,
    failure() {
      if (cancelled.aborted) {
        const message = 'The call was given up: it was cancelled, or Muster stopped.';
        return { class: 'transient', message };
      }
      if (!isLate) return null;
      const message = `The ${callee} did not answer within ${timeoutMs} ms.`;
      return { class: 'transient', message };
    },
    end() {
      clearTimeout(timer);
      cancelled.removeEventListener('abort', cancel);
    },
  };
}
