import { evidenceOf } from './confidence.ts';
import type { FilterVerdict, MatchCandidate } from './decision.ts';
import type { FilterName } from './filters.ts';

interface Unmatched {
  readonly agents: readonly { readonly id: string; readonly name: string }[];
  readonly candidates: readonly MatchCandidate[];
}

/** Obstacles from the most lasting to the most passing: an agent counts under the first that stands in its way. */
const byWeight: readonly FilterName[] = ['skills', 'inputs', 'available', 'capacity'];

/** More groups than this make a list that nobody reads. */
const namedGroups = 5;

/**
 * Why no agent may take a job, and which one comes nearest:
 * "No agent can take this job: 4 lack skill pdf, 1 is at capacity. Nearest: invoice-bot has no skill pdf."
 */
export function explainNobody({ agents, candidates }: Unmatched): string {
  if (candidates.length === 0) return 'No agent can take this job: none is registered.';
  const groups = countObstacles(candidates);
  const named = groups
    .slice(0, namedGroups)
    .map(([obstacle, count]) => sayObstacle(obstacle, count));
  const rest = groups.slice(namedGroups).reduce((sum, [, count]) => sum + count, 0);
  const others = rest === 0 ? [] : [`${rest} for other reasons`];
  const nearest = candidates.reduce(nearer);
  const name = agents.find(({ id }) => id === nearest.agentId)?.name ?? nearest.agentId;
  const reasons = obstaclesOf(nearest)
    .map(({ reason }) => reason)
    .join('; ');
  return `No agent can take this job: ${[...named, ...others].join(', ')}. Nearest: ${name} (${reasons}).`;
}

/** Fewer obstacles first, then the better fit, then the order of the list. */
function nearer(best: MatchCandidate, next: MatchCandidate): MatchCandidate {
  const difference = obstaclesOf(next).length - obstaclesOf(best).length;
  if (difference !== 0) return difference < 0 ? next : best;
  return evidenceOf(next).value > evidenceOf(best).value ? next : best;
}

function obstaclesOf({ verdicts }: MatchCandidate): readonly FilterVerdict[] {
  return verdicts.filter(({ passed }) => !passed);
}

/** How many agents each obstacle stops, most first. Those that read alike when counted are one obstacle. */
function countObstacles(candidates: readonly MatchCandidate[]) {
  const counts = new Map<string, { obstacle: FilterVerdict; count: number }>();
  for (const candidate of candidates) {
    const obstacle = weightiest(candidate);
    if (obstacle === undefined) continue;
    const key = sayObstacle(obstacle, 1);
    const counted = counts.get(key);
    if (counted === undefined) counts.set(key, { obstacle, count: 1 });
    else counted.count += 1;
  }
  return [...counts.values()]
    .sort((one, other) => other.count - one.count)
    .map(({ obstacle, count }) => [obstacle, count] as const);
}

function weightiest(candidate: MatchCandidate): FilterVerdict | undefined {
  const obstacles = obstaclesOf(candidate);
  const named = byWeight.flatMap((name) => obstacles.find(({ filter }) => filter === name) ?? []);
  return named[0] ?? obstacles[0];
}

function sayObstacle({ filter, reason }: FilterVerdict, count: number): string {
  const one = count === 1;
  if (filter === 'capacity') return `${count} ${one ? 'is' : 'are'} at capacity`;
  if (filter === 'inputs') return `${count} ${one ? 'does' : 'do'} not accept the inputs`;
  if (filter === 'skills') {
    return `${count} ${(reason ?? '').replace(/^has no/u, one ? 'lacks' : 'lack')}`;
  }
  const [said = filter] = (reason ?? filter).split(':');
  return `${count} ${one ? said : said.replace(/^is /u, 'are ')}`;
}
