import type { MatchCandidate, MatchOutcome } from './decision.ts';
import type { MatchingPolicy } from './policy.ts';

/** What the numbers alone make of a ranking. */
export interface Choice {
  readonly outcome: MatchOutcome;
  /** The best of those that may take the job; null when nobody may. */
  readonly first: MatchCandidate | null;
  readonly confidence: number | null;
}

/**
 * The first candidate gets the job when it is sure enough that the text means it, or one that fits just as well; nobody gets it when
 * it is unlikely that anyone fits; what lies between is for a person. `candidates` as `rankCandidates` or `rescore` give them.
 */
export function choose(
  candidates: readonly MatchCandidate[],
  anyFits: number,
  policy: Pick<MatchingPolicy, 'assignAbove' | 'refuseBelow'>,
): Choice {
  const first = candidates.find(({ eligible }) => eligible) ?? null;
  if (first === null) return { outcome: 'NO_AGENT', first, confidence: null };
  const confidence = first.likelihood ?? 0;
  return { outcome: outcomeOf(confidence, anyFits, policy), first, confidence };
}

/** What is made of an agent that may take the job, by its likelihood. */
export function outcomeOf(
  likelihood: number,
  anyFits: number,
  { assignAbove, refuseBelow }: Pick<MatchingPolicy, 'assignAbove' | 'refuseBelow'>,
): MatchOutcome {
  if (anyFits <= 0 || anyFits < refuseBelow) return 'NO_AGENT';
  return likelihood >= assignAbove ? 'ASSIGN' : 'NEEDS_DECISION';
}

/** A policy with its `assignAbove` raised to where history shows that hardly anything right is lost (`Calibration.assignFrom`). */
export function raised<Policy extends Pick<MatchingPolicy, 'assignAbove'>>(
  policy: Policy,
  assignFrom: number,
): Policy {
  return policy.assignAbove >= assignFrom ? policy : { ...policy, assignAbove: assignFrom };
}
