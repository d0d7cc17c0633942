import type { RunningCalls } from '../app/ports/running-calls.ts';

export interface CallRegister extends RunningCalls {
  /** Resolves when no call is open any more. */
  idle(): Promise<void>;
  stopAll(why: string): void;
}

interface Call {
  readonly assignmentId: string;
  readonly controller: AbortController;
  taken: boolean;
}

export function createRunningCalls(): CallRegister {
  // Not by assignment: two turns at one may overlap, and the one that did not get it must not end the other's call.
  const open = new Set<Call>();
  let onIdle: (() => void)[] = [];
  return {
    begin(assignmentId) {
      const call: Call = { assignmentId, controller: new AbortController(), taken: false };
      open.add(call);
      return {
        signal: call.controller.signal,
        taken() {
          call.taken = true;
        },
        end() {
          open.delete(call);
          if (open.size > 0) return;
          for (const resolve of onIdle) resolve();
          onIdle = [];
        },
      };
    },
    count: () => open.size,
    held: () => [...open].flatMap(({ assignmentId, taken }) => (taken ? [assignmentId] : [])),
    stop(assignmentId, why) {
      for (const call of open)
        if (call.assignmentId === assignmentId) call.controller.abort(new Error(why));
    },
    stopAll(why) {
      for (const { controller } of open) controller.abort(new Error(why));
    },
    idle: () =>
      open.size === 0 ? Promise.resolve() : new Promise((resolve) => onIdle.push(resolve)),
  };
}
