import { evidenceOf } from '../matching/confidence.ts';
import type { FilterVerdict, MatchCandidate } from '../matching/decision.ts';

/** Filters whose verdict passes by itself: waiting helps against these, and against no others. Those who tried are tried again once nobody else is left. */
const passing: readonly string[] = ['available', 'capacity', 'untried'];

/** What keeps an agent from the job however long it waits. */
export function lastingObstacles({ verdicts }: MatchCandidate): readonly FilterVerdict[] {
  return verdicts.filter(({ passed, filter }) => !passed && !passing.includes(filter));
}

export function passes({ verdicts }: MatchCandidate, filter: 'available' | 'capacity'): boolean {
  return verdicts.every((verdict) => verdict.filter !== filter || verdict.passed);
}

/** The candidate with the fewest lasting obstacles; among equals the better fit, then the order of the list. */
export function nearestOf(candidates: readonly MatchCandidate[]): MatchCandidate | undefined {
  const [first, ...others] = candidates;
  if (first === undefined) return undefined;
  return others.reduce((best, next) => {
    const difference = lastingObstacles(next).length - lastingObstacles(best).length;
    if (difference !== 0) return difference < 0 ? next : best;
    return evidenceOf(next).value > evidenceOf(best).value ? next : best;
  }, first);
}
