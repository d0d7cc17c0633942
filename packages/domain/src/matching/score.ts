import type { ScoreComponent } from './decision.ts';
import type { MatchAgent } from './match-agent.ts';
import type { MatchingPolicy } from './policy.ts';

/** The parts of an agent's score, each in [0, 1]. `fit` comes from the text, 0 when no word is shared. */
export function scoreComponents(
  agent: MatchAgent,
  fit: number,
  policy: MatchingPolicy,
): readonly ScoreComponent[] {
  const { weights } = policy;
  return [
    { name: 'fit', value: fit, weight: weights.fit },
    { name: 'load', value: freeShare(agent), weight: weights.load },
    { name: 'success', value: successRate(agent), weight: weights.success },
  ];
}

/** The weighted mean, in [0, 1]; 0 when all weights are 0. */
export function weightedMean(components: readonly ScoreComponent[]): number {
  const totalWeight = components.reduce((sum, { weight }) => sum + weight, 0);
  if (totalWeight === 0) return 0;
  return components.reduce((sum, { value, weight }) => sum + value * weight, 0) / totalWeight;
}

function freeShare({ activeJobs, capacity }: MatchAgent): number {
  return capacity <= 0 ? 0 : Math.max(0, 1 - activeJobs / capacity);
}

/** Laplace's rule of succession, (completed + 1) / (all + 2): a new agent starts at one half, and one failure does not condemn it. */
function successRate({ completedJobs, failedJobs }: MatchAgent): number {
  return (completedJobs + 1) / (completedJobs + failedJobs + 2);
}
