/** The event loop serves others in between. */
const sliceMs = 5;
const others = () => new Promise<void>((resolve) => setImmediate(resolve));

/** Runs work that is long but can pause, a slice of at most about 5 ms at a time. `elapsed`: a clock in milliseconds. */
export async function inSlices<T>(work: Iterator<unknown, T>, elapsed: () => number): Promise<T> {
  let since = elapsed();
  for (;;) {
    const step = work.next();
    if (step.done) return step.value;
    if (elapsed() - since < sliceMs) continue;
    await others();
    since = elapsed();
  }
}
