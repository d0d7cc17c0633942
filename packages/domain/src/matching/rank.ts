import { bestOf } from './best-of.ts';
import { outcomeOf, raised } from './choose.ts';
import type { MatchCandidate } from './decision.ts';
import { allPassed, type FilterName, judgeAgent } from './filters.ts';
import { coldKnowledge, type MatcherKnowledge } from './knowledge.ts';
import { type Likelihood, likelihoodIn, numbersOf } from './likelihood.ts';
import type { InputsValidator, MatchAgent, MatchJob } from './match-agent.ts';
import { defaultPolicy, type MatchingPolicy } from './policy.ts';
import { fieldOf, rounded, scoreComponents, weightedMean } from './score.ts';
import { compareEligible, compareOthers, type Standing, standingsOf } from './standings.ts';
import { evidenceIn } from './text-evidence.ts';

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
  /**
   * Agents that are worth waiting for, best first: each is full, or rests after a failure, and would be given the job if it could take
   * it, while nobody who can would.
   */
  readonly awaited: readonly string[];
  /** How likely it is, in [0, 1], that any of those that compete for the job fits it. */
  readonly anyFits: number;
  /** The calibration's `assignFrom`: a policy's `assignAbove` is raised to it. */
  readonly assignFrom: number;
}

export interface Obstacle {
  readonly filter: FilterName;
  readonly reason: string;
  readonly agents: number;
}

/** A record must stay readable, and a row small. */
export const keptCandidates = 200;

/** More than these are not looked at. */
const mostAwaited = 20;

export function rankCandidates(input: RankingInput): Ranking {
  const { job, agents, validateInputs, policy = defaultPolicy, keep = keptCandidates } = input;
  const knowledge = input.knowledge ?? coldKnowledge(agents);
  const evidence = evidenceIn(knowledge, job);
  const field = fieldOf(agents);
  const standings = standingsOf({
    job,
    agents,
    validateInputs,
    policy,
    knowledge,
    evidence,
    field,
  });
  const hasSkills = job.requiredSkills.length > 0;
  const likelihood = likelihoodIn(standings, knowledge, evidence, hasSkills);

  const eligible = numbersOf(standings, ({ obstacle }) => obstacle === null);
  const others = numbersOf(standings, ({ obstacle }) => obstacle !== null);
  const at = (number: number) => standings[number] as Standing;
  const best = bestOf(eligible, keep, (one, other) => compareEligible(at(one), at(other)));
  const nearest = bestOf(others, keep - best.length, (one, other) =>
    compareOthers(at(one), at(other)),
  );
  const kept = [...best, ...nearest];
  const included = agents.findIndex(({ id }) => id === input.include);
  if (included !== -1 && !kept.includes(included)) kept.push(included);

  const sure = raised(policy, knowledge.calibration.assignFrom);
  const isGiven = (by: Likelihood, standing: Standing) =>
    outcomeOf(rounded(by.of(standing)) ?? 0, by.any, sure) === 'ASSIGN';
  const awaited = (): readonly string[] => {
    const [first] = best;
    if (first !== undefined && isGiven(likelihood, at(first))) return [];
    const later = standings.map(competingSoon);
    const soon = likelihoodIn(later, knowledge, evidence, hasSkills);
    const soonFree = numbersOf(later, ({ competes, obstacle }) => competes && obstacle !== null);
    const byUtility = (one: number, other: number) =>
      at(other).utility - at(one).utility || one - other;
    return bestOf(soonFree, mostAwaited, byUtility)
      .filter((number) => isGiven(soon, later[number] as Standing))
      .map((number) => at(number).agent.id);
  };

  return {
    candidates: kept.map((number) => {
      const { agent, fit, obstacle } = at(number);
      const components = scoreComponents(agent, fit, field, policy);
      return {
        agentId: agent.id,
        eligible: obstacle === null,
        verdicts: obstacle === null ? allPassed : judgeAgent(job, agent, validateInputs),
        score: obstacle === null ? weightedMean(components) : null,
        components,
        likelihood: rounded(likelihood.of(at(number))),
      };
    }),
    considered: agents.length,
    eligible: eligible.length,
    obstacles: countObstacles(standings),
    awaited: awaited(),
    anyFits: likelihood.any,
    assignFrom: knowledge.calibration.assignFrom,
  };
}

/** Who rests after a failure is back before long. */
function competingSoon(standing: Standing): Standing {
  const { obstacle, agent, tried } = standing;
  const rests = obstacle === 'available' && agent.availability === 'COOLING_DOWN' && !tried;
  return rests ? { ...standing, competes: true } : standing;
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
