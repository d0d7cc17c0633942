import type { FilterVerdict } from './decision.ts';
import { nearestOf } from './nearest.ts';
import type { Obstacle, Ranking } from './rank.ts';

/** More groups than this make a list that nobody reads. */
const namedGroups = 5;

/**
 * Why no agent may take a job, and which one comes nearest:
 * "No agent can take this job: 4 lack skill pdf, 1 is at capacity. Nearest: invoice-bot (has no skill pdf)."
 */
export function explainNobody(
  { candidates, considered, obstacles }: Ranking,
  agents: readonly { readonly id: string; readonly name: string }[],
): string {
  const nearest = nearestOf(candidates);
  if (considered === 0 || nearest === undefined) {
    return 'No agent can take this job: none is registered.';
  }
  const groups = gather(obstacles);
  const named = groups.slice(0, namedGroups).map(sayObstacle);
  const rest = groups.slice(namedGroups).reduce((sum, group) => sum + group.agents, 0);
  const others = rest === 0 ? [] : [`${rest} for other reasons`];
  const name = agents.find(({ id }) => id === nearest.agentId)?.name ?? nearest.agentId;
  const reasons = obstaclesOf(nearest.verdicts)
    .map(({ reason }) => reason)
    .join('; ');
  return `No agent can take this job: ${[...named, ...others].join(', ')}. Nearest: ${name} (${reasons}).`;
}

function obstaclesOf(verdicts: readonly FilterVerdict[]): readonly FilterVerdict[] {
  return verdicts.filter(({ passed }) => !passed);
}

/** Those that read alike when counted are one; most first. */
function gather(obstacles: readonly Obstacle[]): readonly Obstacle[] {
  const groups = new Map<string, Obstacle>();
  for (const obstacle of obstacles) {
    const key = sayObstacle({ ...obstacle, agents: 1 });
    const agents = (groups.get(key)?.agents ?? 0) + obstacle.agents;
    groups.set(key, { ...obstacle, agents });
  }
  return [...groups.values()].sort((one, other) => other.agents - one.agents);
}

function sayObstacle({ filter, reason, agents }: Obstacle): string {
  const one = agents === 1;
  if (filter === 'capacity') return `${agents} ${one ? 'is' : 'are'} at capacity`;
  if (filter === 'inputs') return `${agents} ${one ? 'does' : 'do'} not accept the inputs`;
  if (filter === 'skills') {
    return `${agents} ${reason.replace(/^has no/u, one ? 'lacks' : 'lack')}`;
  }
  if (filter === 'tags') return `${agents} ${one ? reason : inPlural(reason)}`;
  const [said = filter] = reason.split(':');
  return `${agents} ${one ? said : said.replace(/^is /u, 'are ')}`;
}

const plurals: Readonly<Record<string, string>> = {
  has: 'have',
  is: 'are',
  takes: 'take',
  refuses: 'refuse',
};

/** "has no tag gpu; refuses jobs tagged pii" → "have no tag gpu; refuse jobs tagged pii". */
function inPlural(reason: string): string {
  return reason.replace(/(^|; )(\w+)/gu, (_, before, verb) => `${before}${plurals[verb] ?? verb}`);
}
