import type { FilterVerdict, MatchCandidate } from './decision.ts';
import { evidenceOf } from './evidence.ts';
import { firstObstacle, passingFilters } from './filters.ts';
import type { InputsValidator, MatchAgent, MatchJob } from './match-agent.ts';

const passing: ReadonlySet<string> = new Set(passingFilters);

/** What keeps an agent from the job however long it waits. */
export function lastingObstacles({ verdicts }: MatchCandidate): readonly FilterVerdict[] {
  return verdicts.filter(({ passed, filter }) => !passed && !passing.has(filter));
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

/**
 * Agents that have what the job takes, whether they are free or not and have tried it or not. A paused one has not: only a person
 * ends that.
 */
export function capableAgents<Agent extends MatchAgent>(
  job: MatchJob,
  agents: readonly Agent[],
  validateInputs: InputsValidator,
): readonly Agent[] {
  return agents.filter((agent) => {
    if (agent.availability === 'PAUSED') return false;
    const obstacle = firstObstacle(job, agent, validateInputs);
    return obstacle === null || passing.has(obstacle.filter);
  });
}
