/** The event loop serves others in between; what is written meanwhile has several answers to wait for. */
const sliceMs = 2;
const others = () => new Promise<void>((resolve) => setImmediate(resolve));

/** Runs work that is long but can pause, a slice of at most about 2 ms at a time. `elapsed`: a clock in milliseconds. */
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

/** `map`, in slices. */
export const mapInSlices = <Item, Result>(
  items: readonly Item[],
  elapsed: () => number,
  work: (item: Item, n: number) => Result,
): Promise<readonly Result[]> => inSlices(mapping(items, work), elapsed);

function* mapping<Item, Result>(
  items: readonly Item[],
  work: (item: Item, n: number) => Result,
): Generator<undefined, readonly Result[]> {
  const results: Result[] = [];
  for (const [n, item] of items.entries()) {
    results.push(work(item, n));
    yield;
  }
  return results;
}
