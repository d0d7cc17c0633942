/**
 * Runs `work` soon after the first call and then at most once per `everyMs`, with a last run after
 * the last call: many changes in a row cause few reads, and the final state is always read.
 */
export function coalesce(work: () => void, everyMs: number, soonMs = 60) {
  let timer: ReturnType<typeof setTimeout> | undefined;
  let ranAtMs = Number.NEGATIVE_INFINITY;
  return {
    call() {
      if (timer !== undefined) return;
      const sinceMs = performance.now() - ranAtMs;
      timer = setTimeout(
        () => {
          timer = undefined;
          ranAtMs = performance.now();
          work();
        },
        Math.max(soonMs, everyMs - sinceMs),
      );
    },
    cancel() {
      clearTimeout(timer);
      timer = undefined;
    },
  };
}
