import type { Dispatch } from '../app/dispatch-assignment.ts';
import type { Dispatcher, Holder, Place } from '../app/ports/dispatcher.ts';
import type { OpenCall, RunningCalls } from '../app/ports/running-calls.ts';
import type { Leases } from '../app/ports/store.ts';

export interface DispatcherOptions {
  readonly calls: RunningCalls;
  readonly leases: Leases;
  readonly holder: Holder;
  /** Calls to agents that this server keeps open at a time. */
  readonly maxCalls: number;
  readonly onError: (error: unknown, doing: string) => void;
}

export interface DispatchWorker extends Dispatcher {
  /** Begins to make calls. */
  start(dispatch: Dispatch): void;
  /** Takes up what nobody holds, now or as soon as there is room. */
  look(): void;
  /** Takes no more work; what is open goes on. */
  stop(): Promise<void>;
}

/** How many assignments are taken up by one statement at most. */
const takenAtOnce = 100;
/** Room becomes free call by call: after a look the next one waits this long, and takes more. */
const restMs = 10;

/**
 * Untaken assignments are the queue; there is no other. What this server commits and has room for is committed as held
 * by it, and called at once. What nobody had room for lies in the table, and whoever has room takes it up.
 *
 * At-least-once: a call that was begun and not settled is begun again when its lease has run out. Slow agents do
 * not hold up the rest, and a server that dies is found in seconds, by its leases.
 */
export function createDispatchWorker(options: DispatcherOptions): DispatchWorker {
  const { calls, leases, holder, maxCalls, onError } = options;
  let dispatch: Dispatch | undefined;
  let looking: Promise<void> | undefined;
  /** There may be some that nobody holds. */
  let more = false;

  const room = () => (dispatch ? maxCalls - calls.count() : 0);

  const free = (call: OpenCall) => {
    call.end();
    if (more) look();
  };
  const giveBack = (call: OpenCall, assignmentId: string) => {
    // Where that fails the lease runs out.
    leases.giveBack([assignmentId], holder).catch(() => {});
    free(call);
  };
  const run = async (call: OpenCall, ...[assignment, inHand]: Parameters<Place['call']>) => {
    // Stopped meanwhile.
    if (dispatch === undefined) return giveBack(call, assignment.id);
    try {
      await dispatch(call, assignment, inHand);
    } catch (error) {
      // The assignment is no longer held: its lease runs out, and it is tried again.
      onError(error, `dispatch of ${assignment.id}`);
    } finally {
      free(call);
    }
  };

  const look = () => {
    more = true;
    if (room() <= 0 || looking) return;
    looking = takeUp().finally(() => {
      looking = undefined;
      if (more) look();
    });
  };
  const takeUp = async () => {
    for (let limit = room(); more && limit > 0; limit = room()) {
      more = false;
      const wanted = Math.min(limit, takenAtOnce);
      try {
        const taken = await leases.take(wanted, holder);
        for (const assignment of taken) void run(calls.begin(assignment.id), assignment);
        more ||= taken.length === wanted;
      } catch (error) {
        onError(error, 'taking up assignments');
      }
      await new Promise((resolve) => setTimeout(resolve, restMs));
    }
  };

  return {
    reserve(assignmentId): Place | null {
      if (room() <= 0) return null;
      // Open before it is committed: a cancellation that follows finds the call.
      const call = calls.begin(assignmentId);
      return {
        heldBy: holder,
        call: (...told) => void run(call, ...told),
        free: () => free(call),
        giveBack: () => giveBack(call, assignmentId),
      };
    },
    left: look,
    look,
    start(how) {
      dispatch = how;
      look();
    },
    async stop() {
      dispatch = undefined;
      await looking;
    },
  };
}
