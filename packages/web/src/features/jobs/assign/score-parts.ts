import { figure, percent } from '../../../ui/figures.ts';
import { scoreComponent } from '../../../ui/score-component.ts';

interface Component {
  readonly name: string;
  readonly value: number;
  readonly weight: number;
}

/** One component of a score as the bar shows it. */
interface ScorePart {
  readonly name: string;
  readonly label: string;
  readonly colour: string;
  /** The part of the whole bar that it fills, in [0, 1]; all parts together are the score. */
  readonly share: number;
  /** How it came about, in words: "Fit with the job’s words: 0.62, counts 80 %". */
  readonly account: string;
}

/** Splits a score (the weighted mean of its components) into the lengths of a stacked bar. */
export function scoreParts(components: readonly Component[]): readonly ScorePart[] {
  const totalWeight = components.reduce((sum, { weight }) => sum + weight, 0);
  if (totalWeight === 0) return [];
  return components.map(({ name, value, weight }) => {
    const { long, colour } = scoreComponent(name);
    return {
      name,
      label: long,
      colour,
      share: (value * weight) / totalWeight,
      account: `${long}: ${figure(value)}, counts ${percent(weight / totalWeight)}`,
    };
  });
}

/**
 * How much each component counted, as a share of all; the columns of a decision's table. A component that one agent
 * lacks (no cost is known) still has its weight from those that have it.
 */
export function componentWeights(
  candidates: readonly { readonly components: readonly Component[] }[],
): readonly { readonly name: string; readonly share: number }[] {
  const weights = new Map<string, number>();
  for (const { components } of candidates) {
    for (const { name, weight } of components) {
      weights.set(name, Math.max(weight, weights.get(name) ?? 0));
    }
  }
  const total = [...weights.values()].reduce((sum, weight) => sum + weight, 0);
  return [...weights].map(([name, weight]) => ({ name, share: total === 0 ? 0 : weight / total }));
}
