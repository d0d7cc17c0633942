import type { RunningCalls } from '../app/ports/running-calls.ts';

export interface CallRegister extends RunningCalls {
  /** Resolves when no call is open any more. */
  idle(): Promise<void>;
  stopAll(why: string): void;
}

export function createRunningCalls(): CallRegister {
  const open = new Map<string, AbortController>();
  const held = new Set<string>();
  let onIdle: (() => void)[] = [];
  return {
    begin(assignmentId) {
      const controller = new AbortController();
      open.set(assignmentId, controller);
      return {
        signal: controller.signal,
        taken() {
          held.add(assignmentId);
        },
        end() {
          open.delete(assignmentId);
          held.delete(assignmentId);
          if (open.size > 0) return;
          for (const resolve of onIdle) resolve();
          onIdle = [];
        },
      };
    },
    held: () => [...held],
    stop(assignmentId, why) {
      open.get(assignmentId)?.abort(new Error(why));
    },
    stopAll(why) {
      for (const controller of open.values()) controller.abort(new Error(why));
    },
    idle: () =>
      open.size === 0 ? Promise.resolve() : new Promise((resolve) => onIdle.push(resolve)),
  };
}
