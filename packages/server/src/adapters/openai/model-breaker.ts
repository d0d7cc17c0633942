/** Failures in a row after which the model is left alone. */
const openAfter = 3;
const firstRestMs = 30_000;
const longestRestMs = 300_000;

/** Why a question may not be sent now, in words that go on from "the model"; null when it may. */
export type Refusal = string | null;

/**
 * Leaves a model alone that keeps failing, so that jobs do not wait for its deadline each (M. Nygard, "Release It!", circuit
 * breaker). Closed: every question goes out. After three failures in a row it opens and rests, 30 s, then twice as long
 * each time, 5 min at most. Half-open after that: one question goes out alone; its answer closes it, its failure opens it again.
 * The API may also ask for a rest itself (Retry-After), which says nothing of whether it works.
 */
export function createModelBreaker(elapsed: () => number) {
  let failures = 0;
  let openings = 0;
  let restUntil = Number.NEGATIVE_INFINITY;
  let trying = false;

  return {
    /** To be asked before each question; who may ask must say `succeeded`, `failed` or `withdrawn` afterwards. */
    enter(): Refusal {
      const restMs = restUntil - elapsed();
      if (restMs > 0) {
        const why = openings > 0 ? `after ${failures} failures in a row` : 'as its API asked';
        return `is left alone for another ${Math.ceil(restMs / 1_000)} s, ${why}`;
      }
      if (openings === 0) return null;
      if (trying) return `is being tried again after ${failures} failures in a row`;
      trying = true;
      return null;
    },
    succeeded(): void {
      failures = 0;
      openings = 0;
      trying = false;
    },
    failed(): void {
      failures += 1;
      trying = false;
      if (failures < openAfter) return;
      restUntil = Math.max(
        restUntil,
        elapsed() + Math.min(longestRestMs, firstRestMs * 2 ** openings),
      );
      openings += 1;
    },
    /** Nobody waited for the answer: it says nothing of the model. */
    withdrawn(): void {
      trying = false;
    },
    rest(ms: number): void {
      restUntil = Math.max(restUntil, elapsed() + ms);
    },
  };
}
