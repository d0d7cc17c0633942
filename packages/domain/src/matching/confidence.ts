import type { MatchCandidate, ScoreComponent } from './decision.ts';

/**
 * The difference of scores that makes one candidate e times as likely as another. With 0.15 the confidence
 * tells apart right from wrong best on the MetaTool queries (log loss 0.52 over 169 agents; 0.65 with 0.1, 0.83 with 0.08).
 */
const temperature = 0.15;

/**
 * How sure the choice of the first candidate is, in (0, 1): the softmax of the scores,
 * exp(s₁/T) / (exp(s₀/T) + Σ exp(sᵢ/T)). It grows with the margin over the second and falls with the number
 * of close rivals; a tie of two is at most ½. The rival 0 stands for "none of these": it scores what the first would if it shared
 * no word with the job, so that a lone candidate with a weak fit is not called sure.
 * Not calibrated against outcomes yet: it orders decisions, and is no frequency.
 */
export function confidenceInFirst(ranked: readonly MatchCandidate[]): number | null {
  const [first] = ranked;
  if (first === undefined || first.score === null) return null;
  const best = first.score;
  const relative = (score: number) => Math.exp((score - best) / temperature);
  const rivals = ranked.reduce((sum, { score }) => sum + relative(score ?? 0), 0);
  return 1 / (rivals + relative(best - fitShare(first)));
}

/** The component that says what the job's text tells of this agent. */
export function evidenceOf({ components }: MatchCandidate): ScoreComponent {
  return components.find(({ name }) => name === 'fit') ?? { name: 'fit', value: 0, weight: 0 };
}

/** The part of the score that comes from the fit. */
function fitShare(candidate: MatchCandidate): number {
  const total = candidate.components.reduce((sum, { weight }) => sum + weight, 0);
  const { value, weight } = evidenceOf(candidate);
  return total === 0 ? 0 : (value * weight) / total;
}
