import { type AgentIndex, buildAgentIndex, fitOfAgents } from './agent-index.ts';
import type { MatchCandidate } from './decision.ts';
import { judgeAgent } from './filters.ts';
import type { InputsValidator, MatchAgent, MatchJob } from './match-agent.ts';
import { defaultPolicy, type MatchingPolicy } from './policy.ts';
import { scoreComponents, weightedMean } from './score.ts';

export interface Ranking {
  readonly job: MatchJob;
  readonly agents: readonly MatchAgent[];
  readonly validateInputs: InputsValidator;
  /** An index built before, of the same agents; an agent that is missing from it counts as sharing no word. */
  readonly index?: AgentIndex | undefined;
  readonly policy?: MatchingPolicy | undefined;
}

/**
 * Every agent as a candidate: who may take the job, best first (ties go to the lower load, then to the id);
 * then who may not, by name. The latter have components too, for the record, but no score.
 */
export function rankCandidates(ranking: Ranking): readonly MatchCandidate[] {
  const { job, agents, validateInputs, policy = defaultPolicy } = ranking;
  const fits = fitOfAgents(ranking.index ?? buildAgentIndex(agents), job);
  return agents
    .map((agent) => {
      const verdicts = judgeAgent(job, agent, validateInputs);
      const eligible = verdicts.every(({ passed }) => passed);
      const components = scoreComponents(agent, fits.get(agent.id) ?? 0, policy);
      const score = eligible ? weightedMean(components) : null;
      return { agent, candidate: { agentId: agent.id, eligible, verdicts, score, components } };
    })
    .sort(compareRanked)
    .map(({ candidate }) => candidate);
}

interface Ranked {
  readonly agent: MatchAgent;
  readonly candidate: MatchCandidate;
}

function compareRanked(one: Ranked, other: Ranked): number {
  const [score, otherScore] = [one.candidate.score, other.candidate.score];
  if (score === null || otherScore === null) {
    if (score !== otherScore) return score === null ? 1 : -1;
    return (
      compareText(one.agent.name, other.agent.name) || compareText(one.agent.id, other.agent.id)
    );
  }
  return (
    otherScore - score ||
    loadOf(one.agent) - loadOf(other.agent) ||
    compareText(one.agent.id, other.agent.id)
  );
}

function loadOf({ activeJobs, capacity }: MatchAgent): number {
  return activeJobs / capacity;
}

/** By code unit, so that every machine orders alike whatever its language. */
function compareText(one: string, other: string): number {
  return one < other ? -1 : one > other ? 1 : 0;
}
