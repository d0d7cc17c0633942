import { utilityOf } from './calibration.ts';
import { type FilterName, firstObstacle, passingFilters } from './filters.ts';
import type { MatcherKnowledge } from './knowledge.ts';
import type { InputsValidator, MatchAgent, MatchJob } from './match-agent.ts';
import type { MatchingPolicy } from './policy.ts';
import { type Field, scoreOf } from './score.ts';
import type { TextEvidence } from './text-evidence.ts';

/** Where one agent stands. Small, and made once for each agent: with thousands of them this is most of the work of a decision. */
export interface Standing {
  readonly agent: MatchAgent;
  /** In the index; −1 when it is missing there. */
  readonly place: number;
  /** What the job's text is worth to it. */
  readonly utility: number;
  /** The weightiest thing that keeps it from the job, and how that is said; null when nothing does. */
  readonly obstacle: FilterName | null;
  readonly reason: string | null;
  /** Whether it may take the job, or could if it had room. */
  readonly competes: boolean;
  /** Whether it had the job before, and is not to have it again. */
  readonly tried: boolean;
  /** Its utility as a share of the best one's. */
  readonly fit: number;
  /** Of one that may take the job. */
  readonly score: number;
}

interface Contest {
  readonly job: MatchJob;
  readonly agents: readonly MatchAgent[];
  readonly validateInputs: InputsValidator;
  readonly policy: MatchingPolicy;
  readonly knowledge: MatcherKnowledge;
  readonly evidence: TextEvidence;
  readonly field: Field;
}

/** How far above "none of them" the best must be for its fit to be whole: what is less is a part of that, even if it is the best. */
const wholeAbove = 1;

export function standingsOf(contest: Contest): readonly Standing[] {
  const { job, agents, validateInputs, policy, evidence, field } = contest;
  const { index, calibration } = contest.knowledge;
  const excluded = new Set(job.excludedAgentIds);
  const places = agents.map(({ id }, n) =>
    index.ids[n] === id ? n : (index.places.get(id) ?? -1),
  );
  const utilities = new Float64Array(agents.length);
  // Over busy and paused ones too, so that a free agent which fits much worse shows it.
  let best = Math.max(0, calibration.none) + wholeAbove;
  for (let n = 0; n < agents.length; n += 1) {
    const place = places[n] ?? -1;
    if (place < 0) continue;
    const utility = utilityOf(calibration, evidence, place);
    utilities[n] = utility;
    if (utility > best && !excluded.has(agents[n]?.id ?? '')) best = utility;
  }
  return agents.map((agent, n) => {
    const found = firstObstacle(job, agent, validateInputs);
    const utility = utilities[n] ?? 0;
    const fit = Math.min(1, utility / best);
    const tried = excluded.has(agent.id);
    return {
      agent,
      place: places[n] ?? -1,
      utility,
      obstacle: found?.filter ?? null,
      reason: found?.reason ?? null,
      competes: found === null || (found.filter === 'capacity' && !tried),
      tried,
      fit,
      score: found === null ? scoreOf(agent, fit, field, policy) : 0,
    };
  });
}

/** Best first; ties go to the lower load, then to the id. */
export function compareEligible(one: Standing, other: Standing): number {
  return (
    other.score - one.score ||
    loadOf(one.agent) - loadOf(other.agent) ||
    compareText(one.agent.id, other.agent.id)
  );
}

/** Nearest first: who only has to become free before who lacks something; then by fit, then by name. */
export function compareOthers(one: Standing, other: Standing): number {
  return (
    distance(one) - distance(other) ||
    other.fit - one.fit ||
    compareText(one.agent.name, other.agent.name) ||
    compareText(one.agent.id, other.agent.id)
  );
}

function distance({ obstacle }: Standing): number {
  return obstacle !== null && passingFilters.includes(obstacle) ? 0 : 1;
}

function loadOf({ activeJobs, capacity }: MatchAgent): number {
  return capacity <= 0 ? 1 : activeJobs / capacity;
}

/** By code unit, so that every machine orders alike whatever its language. */
function compareText(one: string, other: string): number {
  return one < other ? -1 : one > other ? 1 : 0;
}
