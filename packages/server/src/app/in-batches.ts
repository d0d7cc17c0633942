/**
 * What an endless source gives, some at a time: a batch ends when it is full or `waitMs` after its first item. Ends when the source
 * ends, with what came before.
 */
export async function* inBatches<T>(
  source: AsyncIterator<T, undefined>,
  { maxItems, waitMs }: { readonly maxItems: number; readonly waitMs: number },
  wait: (ms: number) => Promise<void>,
): AsyncGenerator<readonly T[], undefined> {
  // While a batch is at work nobody waits for the next item: that it fails is told once somebody does.
  const ask = () => {
    const item = source.next();
    item.catch(() => {});
    return item;
  };
  let next = ask();
  for (;;) {
    const first = await next;
    if (first.done) return;
    const batch = [first.value];
    const due = wait(waitMs).then(() => null);
    for (;;) {
      next = ask();
      if (batch.length === maxItems) break;
      const item = await Promise.race([next, due]);
      if (item === null) break;
      if (item.done) {
        yield batch;
        return;
      }
      batch.push(item.value);
    }
    yield batch;
  }
}
