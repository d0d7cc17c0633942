/** Long enough to get on, too short for anybody who waits for this process to notice. */
const sliceMs = 10;

export interface Slicing {
  /** Milliseconds since any fixed moment. */
  readonly elapsed: () => number;
  /** Lets everything else that waits have its turn. */
  readonly pause: () => Promise<void>;
}

/** Works through many items on the event loop without holding it up. */
export async function inSlices<Item, Result>(
  items: readonly Item[],
  { elapsed, pause }: Slicing,
  work: (item: Item, n: number) => Result,
): Promise<readonly Result[]> {
  const results: Result[] = [];
  let began = elapsed();
  for (const [n, item] of items.entries()) {
    results.push(work(item, n));
    if (elapsed() - began < sliceMs) continue;
    await pause();
    began = elapsed();
  }
  return results;
}
