import { comparable } from './comparable.ts';
import type { FilterVerdict } from './decision.ts';
import type { InputsValidator, MatchAgent, MatchJob } from './match-agent.ts';
import { conflictOfTags } from './tags.ts';

/** The rules that say who may take a job, by the names that verdicts carry. */
export const filterNames = [
  'available',
  'capacity',
  'skills',
  'tags',
  'inputs',
  'untried',
] as const;
export type FilterName = (typeof filterNames)[number];

/** How many problems with the inputs a reason names before it only counts. */
const namedIssues = 3;

/** Why the agent may not have the job by one rule, reading on from its name; null when it may. */
type Check = (job: MatchJob, agent: MatchAgent, validateInputs: InputsValidator) => string | null;

const checks: Readonly<Record<FilterName, Check>> = {
  available: (_job, agent) => unavailability(agent),
  capacity: (_job, agent) => lackOfCapacity(agent),
  skills: lackOfSkills,
  tags: conflictOfTags,
  inputs: misfitOfInputs,
  untried: earlierAttempt,
};

/** Filters whose verdict waiting changes; the others last. Those who tried are tried again once nobody else is left. */
export const passingFilters: readonly FilterName[] = ['available', 'capacity', 'untried'];
/** From the most lasting to the most passing; the costly one after those that are cheap. */
const byWeight: readonly FilterName[] = [
  'skills',
  'tags',
  'inputs',
  'available',
  'capacity',
  'untried',
];

/**
 * Every filter's verdict about one agent. None is skipped after another has failed, so that the record
 * says all that stands between the agent and the job.
 */
export function judgeAgent(
  job: MatchJob,
  agent: MatchAgent,
  validateInputs: InputsValidator,
): readonly FilterVerdict[] {
  return filterNames.map((filter) => {
    const reason = checks[filter](job, agent, validateInputs);
    return { filter, passed: reason === null, reason };
  });
}

/** What every agent has that may take the job. */
export const allPassed: readonly FilterVerdict[] = filterNames.map((filter) => ({
  filter,
  passed: true,
  reason: null,
}));

/** The weightiest thing that stands between an agent and a job; null when nothing does. Asks no further than that. */
export function firstObstacle(
  job: MatchJob,
  agent: MatchAgent,
  validateInputs: InputsValidator,
): { readonly filter: FilterName; readonly reason: string } | null {
  for (const filter of byWeight) {
    const reason = checks[filter](job, agent, validateInputs);
    if (reason !== null) return { filter, reason };
  }
  return null;
}

function unavailability(agent: MatchAgent): string | null {
  switch (agent.availability) {
    case 'PAUSED':
      return 'is paused';
    case 'UNREACHABLE':
      return 'is unreachable';
    case 'COOLING_DOWN':
      return 'is cooling down after failures';
    // A matter of the next filter.
    case 'AT_CAPACITY':
    case 'AVAILABLE':
      return null;
  }
}

function lackOfCapacity({ activeJobs, capacity }: MatchAgent): string | null {
  if (activeJobs < capacity) return null;
  return capacity === 1 ? 'its only place is taken' : `all ${capacity} places taken`;
}

function lackOfSkills(job: MatchJob, agent: MatchAgent): string | null {
  if (job.requiredSkills.length === 0) return null;
  const has = skillNames(agent.skills);
  const missing = job.requiredSkills.filter((skill) => !has.has(comparable(skill)));
  const [first] = missing;
  if (first === undefined) return null;
  if (missing.length === 1) return `has no skill ${first}`;
  return `has no skills ${missing.slice(0, -1).join(', ')} and ${missing.at(-1)}`;
}

function earlierAttempt(job: MatchJob, agent: MatchAgent): string | null {
  return job.excludedAgentIds?.includes(agent.id) ? 'tried this job before' : null;
}

const knownSkills = new WeakMap<MatchAgent['skills'], ReadonlySet<string>>();

/** Kept beside the agent's skills: every job is compared with those of every agent. */
function skillNames(skills: MatchAgent['skills']): ReadonlySet<string> {
  const names = knownSkills.get(skills) ?? new Set(skills.map(({ name }) => comparable(name)));
  knownSkills.set(skills, names);
  return names;
}

/** An agent without a schema takes anything. Missing inputs are `null` to a schema, so one that asks for an object refuses them. */
function misfitOfInputs(
  job: MatchJob,
  agent: MatchAgent,
  validateInputs: InputsValidator,
): string | null {
  if (agent.inputSchema === null || agent.inputSchema === undefined) return null;
  const issues = validateInputs(agent.inputSchema, job.inputs ?? null);
  if (issues.length === 0) return null;
  if (job.inputs === null || job.inputs === undefined) return 'needs inputs, and the job has none';
  const named = issues
    .slice(0, namedIssues)
    .map(({ path, message }) => `${path} ${message}`.trim());
  const more = issues.length - named.length;
  return `inputs do not fit: ${named.join('; ')}${more > 0 ? `; and ${more} more` : ''}`;
}
