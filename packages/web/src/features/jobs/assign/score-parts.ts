/** One component of a score as the bar shows it. */
interface ScorePart {
  readonly name: string;
  readonly label: string;
  /** The part of the whole bar that it fills, in [0, 1]; all parts together are the score. */
  readonly share: number;
  /** How it came about, in words: "Fit with the job’s words: 0.62, counts 80 %". */
  readonly account: string;
}

/** What the matcher's components are called, in a word and in full. */
const labels: Readonly<Record<string, { readonly short: string; readonly long: string }>> = {
  fit: { short: 'Fit', long: 'Fit with the job’s words' },
  load: { short: 'Free', long: 'Free capacity' },
  success: { short: 'Success', long: 'Jobs completed so far' },
};

/** A component that this console does not know keeps its own name. */
export const scoreLabel = (name: string, length: 'short' | 'long' = 'long'): string =>
  labels[name]?.[length] ?? name;

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
    account: `${scoreLabel(name)}: ${figure(value)}, counts ${percent(weight / totalWeight)}`,
  }));
}

/** A score in [0, 1] as the matcher's own sentences write it. */
export const figure = (score: number): string => score.toFixed(2);

export const percent = (share: number): string => `${Math.round(share * 100)} %`;
