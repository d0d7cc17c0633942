/** One component of a score as the bar shows it. */
export interface ScorePart {
  readonly name: string;
  readonly label: string;
  /** The part of the whole bar that it fills, in [0, 1]; all parts together are the score. */
  readonly share: number;
  /** How it came about, in words: "Fit with the job’s words: 62 of 100, counts 80 %". */
  readonly account: string;
}

/** What the matcher's components are called; one that this console does not know keeps its own name. */
const labels: Readonly<Record<string, string>> = {
  fit: 'Fit with the job’s words',
  load: 'Free capacity',
  success: 'Jobs completed so far',
};

export const scoreLabel = (name: string): string => labels[name] ?? name;

/** Splits a score (the weighted mean of its components) into the lengths of a stacked bar. */
export function scoreParts(
  components: readonly { readonly name: string; readonly value: number; readonly weight: number }[],
): readonly ScorePart[] {
  const totalWeight = components.reduce((sum, { weight }) => sum + weight, 0);
  if (totalWeight === 0) return [];
  return components.map(({ name, value, weight }) => ({
    name,
    label: scoreLabel(name),
    share: (value * weight) / totalWeight,
    account: `${scoreLabel(name)}: ${outOf100(value)} of 100, counts ${outOf100(weight / totalWeight)} %`,
  }));
}

/** A score in [0, 1] as people read it. */
export const outOf100 = (score: number): number => Math.round(score * 100);
