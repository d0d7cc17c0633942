/**
 * Turns many concurrent single calls into few calls with many items.
 * An idle caller waits for nobody: its call goes out in the same tick. While `maxInFlight` calls are
 * out, newcomers gather and leave together when one returns.
 */
export function gather<Item, Answer>(
  run: (items: readonly Item[]) => Promise<readonly Answer[]>,
  { maxItems, maxInFlight }: { readonly maxItems: number; readonly maxInFlight: number },
): (item: Item) => Promise<Answer> {
  interface Waiting {
    readonly item: Item;
    readonly resolve: (answer: Answer) => void;
    readonly reject: (error: unknown) => void;
  }
  let waiting: Waiting[] = [];
  let inFlight = 0;
  let scheduled = false;

  const leave = () => {
    scheduled = false;
    while (waiting.length > 0 && inFlight < maxInFlight) {
      const group = waiting.slice(0, maxItems);
      waiting = waiting.slice(maxItems);
      inFlight += 1;
      void send(group);
    }
  };

  const send = async (group: readonly Waiting[]) => {
    try {
      const answers = await run(group.map(({ item }) => item));
      group.forEach(({ resolve, reject }, index) => {
        const answer = answers[index];
        if (answer === undefined)
          reject(new Error('A gathered call answered fewer items than it was given.'));
        else resolve(answer);
      });
    } catch (error) {
      for (const { reject } of group) reject(error);
    } finally {
      inFlight -= 1;
      leave();
    }
  };

  return (item) =>
    new Promise((resolve, reject) => {
      waiting.push({ item, resolve, reject });
      if (scheduled || inFlight >= maxInFlight) return;
      scheduled = true;
      queueMicrotask(leave);
    });
}
