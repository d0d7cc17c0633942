import { comparable } from './comparable.ts';
import type { MatchAgent, MatchJob, TagRule } from './match-agent.ts';

/**
 * What keeps a job and an agent apart by their tags, reading on from the agent's name; null when both sides agree.
 * Each may say which tags the other must have (all of them) and must not have (any of them).
 */
export function conflictOfTags(
  job: Pick<MatchJob, 'tags' | 'agentTags'>,
  agent: Pick<MatchAgent, 'tags' | 'jobTags'>,
): string | null {
  const reasons = [
    ...sayConflict(job.agentTags, agent.tags, {
      missing: (tags) => `has no ${tagOrTags(tags)}, which the job demands`,
      unwanted: (tags) => `is tagged ${listed(tags)}, which the job refuses`,
    }),
    ...sayConflict(agent.jobTags, job.tags, {
      missing: (tags) => `takes only jobs tagged ${listed(tags)}`,
      unwanted: (tags) => `refuses jobs tagged ${listed(tags)}`,
    }),
  ];
  return reasons.length === 0 ? null : reasons.join('; ');
}

interface Say {
  readonly missing: (tags: readonly string[]) => string;
  readonly unwanted: (tags: readonly string[]) => string;
}

function sayConflict(
  rule: TagRule | undefined,
  tags: readonly string[] | undefined,
  say: Say,
): readonly string[] {
  // Nearly all have no rule, and every job meets every agent.
  if (rule === undefined || (rule.demands.length === 0 && rule.refuses.length === 0)) return [];
  const has = tagSet(tags ?? []);
  const missing = rule.demands.filter((tag) => !has.has(comparable(tag)));
  const unwanted = rule.refuses.filter((tag) => has.has(comparable(tag)));
  return [
    ...(missing.length === 0 ? [] : [say.missing(missing)]),
    ...(unwanted.length === 0 ? [] : [say.unwanted(unwanted)]),
  ];
}

const knownTags = new WeakMap<readonly string[], ReadonlySet<string>>();

function tagSet(tags: readonly string[]): ReadonlySet<string> {
  const set = knownTags.get(tags) ?? new Set(tags.map(comparable));
  knownTags.set(tags, set);
  return set;
}

function tagOrTags(tags: readonly string[]): string {
  return `${tags.length === 1 ? 'tag' : 'tags'} ${listed(tags)}`;
}

function listed(tags: readonly string[]): string {
  if (tags.length < 2) return tags.join('');
  return `${tags.slice(0, -1).join(', ')} and ${tags.at(-1)}`;
}
