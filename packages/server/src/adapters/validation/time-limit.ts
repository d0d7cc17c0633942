import { createContext, Script } from 'node:vm';

const realm: { work: (() => unknown) | null } = createContext({ work: null }) as {
  work: (() => unknown) | null;
};
const script = new Script('work()');

/** The work was stopped because it did not finish in time. */
export class TimeLimitError extends Error {
  override readonly name = 'TimeLimitError';
}

/**
 * Runs synchronous work and stops it after `limitMs`, in the middle of a regular expression or a loop if need be:
 * V8 ends the script and everything it called. It costs about 0.2 ms a call (a watchdog thread each), and whatever
 * the work was changing is left half done, so give it only work whose state is thrown away on failure.
 * Throws TimeLimitError, or what the work threw. Not reentrant.
 */
export function withinTimeLimit<T>(limitMs: number, work: () => T): T {
  const results: T[] = [];
  realm.work = () => results.push(work());
  try {
    script.runInContext(realm, { timeout: limitMs });
  } catch (error) {
    // The error belongs to the other realm, so `instanceof Error` is false.
    if (codeOf(error) === 'ERR_SCRIPT_EXECUTION_TIMEOUT') {
      throw new TimeLimitError(`did not finish within ${limitMs} ms`);
    }
    throw error;
  } finally {
    realm.work = null;
  }
  return results[0] as T;
}

const codeOf = (error: unknown): unknown =>
  typeof error === 'object' && error !== null && 'code' in error ? error.code : undefined;
