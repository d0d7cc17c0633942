/**
 * The best `most` of the numbers 0 … count − 1, best first. `compare` is negative when its first comes before its second, and never 0.
 * A list kept in order beats a full sort where few of many are wanted: most are compared once, with the worst of the list.
 */
export function bestOf(
  numbers: Iterable<number>,
  most: number,
  compare: (one: number, other: number) => number,
): readonly number[] {
  const best: number[] = [];
  if (most <= 0) return best;
  for (const number of numbers) {
    const worst = best.at(-1);
    if (best.length >= most) {
      if (worst === undefined || compare(number, worst) > 0) continue;
      best.pop();
    }
    let low = 0;
    let high = best.length;
    while (low < high) {
      const middle = (low + high) >>> 1;
      if (compare(best[middle] ?? 0, number) < 0) low = middle + 1;
      else high = middle;
    }
    best.splice(low, 0, number);
  }
  return best;
}
