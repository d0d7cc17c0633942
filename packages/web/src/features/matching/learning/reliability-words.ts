import { counted, percent } from '../../../ui/figures.ts';
import type { ReliabilityBin } from './learning-query.ts';

/** `70–80 %`. */
export function binLabel({ from, to }: Pick<ReliabilityBin, 'from' | 'to'>): string {
  return `${Math.round(from * 100)}–${percent(to)}`;
}

/** A bin in a sentence: "Said 70–80 % (mean 76 %), right 74 %, of 31 decisions". */
export function sayBin(bin: ReliabilityBin): string {
  const { decisions, meanConfidence, shareRight } = bin;
  if (meanConfidence === null || shareRight === null) return `Said ${binLabel(bin)}: no decision`;
  return `Said ${binLabel(bin)} (mean ${percent(meanConfidence)}), right ${percent(shareRight)}, of ${counted(decisions, 'decision')}`;
}

/**
 * By how much it is off on average: |said − right| of each bin, weighed by its decisions (expected calibration error);
 * null without decisions.
 */
export function calibrationError(bins: readonly ReliabilityBin[]): number | null {
  let decisions = 0;
  let error = 0;
  for (const bin of bins) {
    if (bin.meanConfidence === null || bin.shareRight === null) continue;
    decisions += bin.decisions;
    error += bin.decisions * Math.abs(bin.meanConfidence - bin.shareRight);
  }
  return decisions === 0 ? null : error / decisions;
}
