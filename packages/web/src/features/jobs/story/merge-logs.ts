export interface LogPosition {
  /** 1, 2, 3 … without a gap within a job. */
  jobVersion: number;
}

/**
 * The log only grows and its entries never change, so what was once read stays good. Adds a page to
 * the entries known; when pages do not join (more happened unseen than a page holds), the newest run
 * without a gap is kept, and what is older is read again when asked for.
 */
export function mergeLogs<Entry extends LogPosition>(
  known: readonly Entry[],
  page: readonly Entry[],
): readonly Entry[] {
  const byVersion = new Map(known.map((entry) => [entry.jobVersion, entry]));
  for (const entry of page) byVersion.set(entry.jobVersion, entry);
  const merged = [...byVersion.values()].sort((a, b) => a.jobVersion - b.jobVersion);
  const gapAt = merged.findLastIndex(
    (entry, index) => index > 0 && entry.jobVersion !== (merged[index - 1]?.jobVersion ?? 0) + 1,
  );
  return gapAt === -1 ? merged : merged.slice(gapAt);
}
