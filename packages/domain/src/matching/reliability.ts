/** Decisions that were said to be about equally sure, and how many of them were right. */
export interface ReliabilityBin {
  readonly from: number;
  readonly to: number;
  readonly decisions: number;
  readonly meanConfidence: number;
  readonly shareRight: number;
}

/** Said against right, in `bins` equal parts of [0, 1]; parts without a decision are left out. */
export function reliabilityOf(
  decisions: Iterable<{ readonly confidence: number; readonly right: boolean }>,
  bins = 10,
): readonly ReliabilityBin[] {
  const sums = Array.from({ length: bins }, () => ({ decisions: 0, confidence: 0, right: 0 }));
  for (const { confidence, right } of decisions) {
    const sum = sums[Math.min(bins - 1, Math.max(0, Math.floor(confidence * bins)))];
    if (sum === undefined) continue;
    sum.decisions += 1;
    sum.confidence += confidence;
    sum.right += right ? 1 : 0;
  }
  return sums.flatMap(({ decisions, confidence, right }, n) =>
    decisions === 0
      ? []
      : [
          {
            from: n / bins,
            to: (n + 1) / bins,
            decisions,
            meanConfidence: confidence / decisions,
            shareRight: right / decisions,
          },
        ],
  );
}
