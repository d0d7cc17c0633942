import type { Reads } from './ports/store.ts';

/** The queue delivers within a second; what nobody has taken up by then was taken by a server that died. */
const forgottenMs = 3_000;

/** Dispatches assignments that were handed over and never taken up. Whoever takes one up first has it. */
export function createDispatchForgotten({
  reads,
  dispatch,
}: {
  readonly reads: Reads;
  readonly dispatch: (assignmentId: string) => Promise<void>;
}) {
  return async (): Promise<void> => {
    const forgotten = await reads.undispatchedAssignments(forgottenMs, 100);
    // Not waited for: a call may take minutes, and the sweep must come round again. It settles its own errors.
    for (const assignmentId of forgotten) void dispatch(assignmentId);
  };
}
