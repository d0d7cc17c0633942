/** What one side did in one round. */
export interface Round {
  readonly done: number;
  readonly elapsedMs: number;
  /** One for each call, in the order in which they ended. */
  readonly latenciesMs: readonly number[];
}

export interface ClosedLoop {
  /** How many calls are open at a time: each caller starts its next call when its last one has ended. */
  readonly callers: number;
  readonly seconds: number;
  /** Makes the `n`th call of this round, from 0; `caller` counts from 0 too. */
  readonly call: (n: number, caller: number) => Promise<void>;
  /** How many calls there are to make at most. */
  readonly atMost?: number;
}

/** Keeps `callers` calls open for `seconds`, or until nothing is left to call, and waits for the last answers. */
export async function closedLoop(loop: ClosedLoop): Promise<Round> {
  const { callers, seconds, call, atMost = Number.POSITIVE_INFINITY } = loop;
  const latenciesMs: number[] = [];
  let calls = 0;
  const began = performance.now();
  const end = began + seconds * 1000;
  await Promise.all(
    Array.from({ length: callers }, async (_, caller) => {
      for (;;) {
        const started = performance.now();
        if (started >= end || calls >= atMost) return;
        calls += 1;
        await call(calls - 1, caller);
        latenciesMs.push(performance.now() - started);
      }
    }),
  );
  return { done: latenciesMs.length, elapsedMs: performance.now() - began, latenciesMs };
}
