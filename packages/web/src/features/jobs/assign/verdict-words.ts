interface Verdict {
  readonly filter: string;
  readonly passed: boolean;
  readonly reason: string | null;
}

/** Everything that stands between an agent and the job, as one sentence; null when nothing does. */
export function reasonAgainst(verdicts: readonly Verdict[]): string | null {
  const reasons = verdicts.flatMap(({ filter, passed, reason }) =>
    passed ? [] : [reason ?? `fails “${filter}”`],
  );
  if (reasons.length === 0) return null;
  const sentence = reasons.join('; ');
  return `${sentence.slice(0, 1).toUpperCase()}${sentence.slice(1)}.`;
}

/**
 * What the server refuses also by hand: an agent that cannot work now. A missing skill is a person's to overrule, and
 * inputs that do not fit are mended in the next step.
 */
const finalFilters = new Set(['available', 'capacity']);

export const canBeChosenByHand = (verdicts: readonly Verdict[]): boolean =>
  verdicts.every(({ filter, passed }) => passed || !finalFilters.has(filter));
