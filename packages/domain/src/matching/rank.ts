import { fitOfAgents } from './agent-index.ts';
import { bestOf } from './best-of.ts';
import { likelihoods } from './calibration.ts';
import type { MatchCandidate } from './decision.ts';
import {
  allPassed,
  type FilterName,
  firstObstacle,
  judgeAgent,
  passingFilters,
} from './filters.ts';
import { coldKnowledge, type MatcherKnowledge } from './knowledge.ts';
import type { InputsValidator, MatchAgent, MatchJob } from './match-agent.ts';
import { defaultPolicy, type MatchingPolicy } from './policy.ts';
import { fieldOf, scoreComponents, weightedMean } from './score.ts';

export interface RankingInput {
  readonly job: MatchJob;
  readonly agents: readonly MatchAgent[];
  readonly validateInputs: InputsValidator;
  /** Of the same agents; one that is missing from its index counts as sharing no word. Without it nothing was learned yet. */
  readonly knowledge?: MatcherKnowledge | undefined;
  readonly policy?: MatchingPolicy | undefined;
  /** How many candidates are wanted; default `keptCandidates`. */
  readonly keep?: number | undefined;
  /** An agent that is to be among the candidates, however far behind. */
  readonly include?: string | undefined;
}

/** The agents as candidates for one job. */
export interface Ranking {
  /**
   * Who may take the job, best first (ties go to the lower load, then to the id); then who may not, nearest first: who only has to
   * become free before who lacks something, among them by fit, then by name. The latter have components for the record, but no score.
   */
  readonly candidates: readonly MatchCandidate[];
  /** How many agents were considered, and how many of them may take the job. */
  readonly considered: number;
  readonly eligible: number;
  /** What stands in the way of the others, most frequent first; each agent counts once, under the most lasting. */
  readonly obstacles: readonly Obstacle[];
  /** How likely it is, in [0, 1], that any of those that compete for the job fits it. */
  readonly anyFits: number;
}

export interface Obstacle {
  readonly filter: FilterName;
  readonly reason: string;
  readonly agents: number;
}

/** A record must stay readable, and a row small. */
export const keptCandidates = 200;

export function rankCandidates(input: RankingInput): Ranking {
  const { job, agents, validateInputs, policy = defaultPolicy, keep = keptCandidates } = input;
  const knowledge = input.knowledge ?? coldKnowledge(agents);
  const excluded = new Set(job.excludedAgentIds);
  const fits = fitOfAgents(knowledge.index, job);
  const field = fieldOf(agents);
  const standings = agents.map((agent): Standing => {
    const obstacle = firstObstacle(job, agent, validateInputs);
    const fit = fits.get(agent.id) ?? 0;
    return {
      agent,
      fit,
      obstacle: obstacle?.filter ?? null,
      reason: obstacle?.reason ?? null,
      competes: obstacle === null || (obstacle.filter === 'capacity' && !excluded.has(agent.id)),
      score: obstacle === null ? weightedMean(scoreComponents(agent, fit, field, policy)) : -1,
    };
  });
  const competing = standings.filter(({ competes }) => competes);
  // To have every skill that a job requires by name is evidence of its own.
  const skilled = job.requiredSkills.length > 0 ? 0.5 : 0;
  const likely = likelihoods(
    knowledge.calibration,
    competing.map(({ fit }) => skilled + (1 - skilled) * fit),
  );
  const likelihoodOf = new Map(competing.map((standing, n) => [standing, likely.each[n] ?? 0]));
  const at = (number: number): Standing => standings[number] as Standing;
  const kept = bestOf(standings.keys(), keep, (one, other) => compareStandings(at(one), at(other)));
  const included = agents.findIndex(({ id }) => id === input.include);
  const shown = included === -1 || kept.includes(included) ? kept : [...kept, included];
  return {
    candidates: shown.map((number) => {
      const standing = at(number);
      const { agent, fit, obstacle, score } = standing;
      return {
        agentId: agent.id,
        eligible: obstacle === null,
        verdicts: obstacle === null ? allPassed : judgeAgent(job, agent, validateInputs),
        score: obstacle === null ? score : null,
        components: scoreComponents(agent, fit, field, policy),
        likelihood: likelihoodOf.get(standing) ?? null,
      };
    }),
    considered: agents.length,
    eligible: standings.filter(({ obstacle }) => obstacle === null).length,
    obstacles: countObstacles(standings),
    anyFits: likely.any,
  };
}

interface Standing {
  readonly agent: MatchAgent;
  readonly fit: number;
  readonly obstacle: FilterName | null;
  readonly reason: string | null;
  readonly competes: boolean;
  readonly score: number;
}

function compareStandings(one: Standing, other: Standing): number {
  if (one.obstacle === null && other.obstacle === null) {
    return (
      other.score - one.score ||
      loadOf(one.agent) - loadOf(other.agent) ||
      compareText(one.agent.id, other.agent.id)
    );
  }
  return (
    distance(one) - distance(other) ||
    other.fit - one.fit ||
    compareText(one.agent.name, other.agent.name) ||
    compareText(one.agent.id, other.agent.id)
  );
}

/** 0 for who may take the job, 1 for who needs only wait, 2 for who lacks something. */
function distance({ obstacle }: Standing): number {
  if (obstacle === null) return 0;
  return passingFilters.includes(obstacle) ? 1 : 2;
}

function loadOf({ activeJobs, capacity }: MatchAgent): number {
  return activeJobs / capacity;
}

function countObstacles(standings: readonly Standing[]): readonly Obstacle[] {
  const counts = new Map<string, { filter: FilterName; reason: string; agents: number }>();
  for (const { obstacle, reason } of standings) {
    if (obstacle === null || reason === null) continue;
    const key = `${obstacle} ${reason}`;
    const counted = counts.get(key);
    if (counted === undefined) counts.set(key, { filter: obstacle, reason, agents: 1 });
    else counted.agents += 1;
  }
  return [...counts.values()].sort((one, other) => other.agents - one.agents);
}

/** By code unit, so that every machine orders alike whatever its language. */
function compareText(one: string, other: string): number {
  return one < other ? -1 : one > other ? 1 : 0;
}
