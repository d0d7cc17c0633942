import type { PgBoss } from 'pg-boss';

const queue = 'dispatch';

/** What pg-boss needs to run a statement of ours inside a transaction of ours. */
interface Transaction {
  query(text: string, values?: readonly unknown[]): Promise<readonly unknown[]>;
}

export interface BackgroundWork {
  /** Puts the dispatch of assignments on the queue, inside the given transaction. */
  enqueueDispatch(tx: Transaction, assignmentIds: readonly string[]): Promise<void>;
  /** Makes the worker look now instead of at its next turn. */
  wake(): void;
  /** Begins to take work. */
  start(dispatch: (assignmentId: string) => Promise<void>): Promise<void>;
  /** Takes no more work; what is open goes on. */
  stop(): Promise<void>;
}

export interface BackgroundOptions {
  /** Calls to agents that this server keeps open at a time. */
  readonly maxCalls: number;
  readonly onError: (error: unknown, doing: string) => void;
}

/**
 * Dispatch is at-least-once: the queue hands an assignment over, and whoever takes it twice finds that it
 * is not waiting any more. The queue's job ends at the hand-over, so that slow agents do not hold the
 * worker; from there the lease watches over the call, and finds a dead server in seconds.
 */
export async function createBackgroundWork(
  boss: PgBoss,
  options: BackgroundOptions,
): Promise<BackgroundWork> {
  boss.on('error', (error) => options.onError(error, 'background work'));
  await boss.start();
  await boss.createQueue(queue, {
    retryLimit: 10,
    retryDelay: 1,
    retryBackoff: true,
    retryDelayMax: 30,
    expireInSeconds: 60,
    deleteAfterSeconds: 3_600,
  });

  let workerId: string | undefined;
  let open = 0;
  let whenFree: (() => void) | undefined;

  const run = async (dispatch: (assignmentId: string) => Promise<void>, assignmentId: string) => {
    open += 1;
    try {
      await dispatch(assignmentId);
    } catch (error) {
      // The assignment keeps its lease until it expires; then the attempt counts as failed.
      options.onError(error, `dispatch of ${assignmentId}`);
    } finally {
      open -= 1;
      whenFree?.();
    }
  };

  return {
    async enqueueDispatch(tx, assignmentIds) {
      await boss.insert(
        queue,
        assignmentIds.map((assignmentId) => ({ data: { assignmentId } })),
        {
          db: {
            executeSql: async (text, values) => ({ rows: [...(await tx.query(text, values))] }),
          },
        },
      );
    },
    wake() {
      if (workerId !== undefined) boss.notifyWorker(workerId);
    },
    async start(dispatch) {
      workerId = await boss.work<{ assignmentId: string }>(
        queue,
        { batchSize: 100, burstWhenBatchFull: true, pollingIntervalSeconds: 0.5 },
        async (jobs) => {
          for (const { data } of jobs) {
            while (open >= options.maxCalls) {
              await new Promise<void>((resolve) => {
                whenFree = resolve;
              });
            }
            void run(dispatch, data.assignmentId);
          }
        },
      );
    },
    async stop() {
      workerId = undefined;
      await boss.stop({ graceful: true, timeout: 5_000 });
    },
  };
}
