import { type AgentIndex, buildAgentIndex } from '@muster/domain/matching/agent-index.ts';
import type { VersionedPolicy } from '@muster/domain/matching/change-policy.ts';
import { choose as chooseByScore } from '@muster/domain/matching/choose.ts';
import {
  decideByHand,
  decideByModel,
  decideByScore,
  type Match,
} from '@muster/domain/matching/decide.ts';
import type {
  DecisionRecord,
  MatchCandidate,
  MatchDecision,
} from '@muster/domain/matching/decision.ts';
import type { MatcherKnowledge } from '@muster/domain/matching/knowledge.ts';
import type { InputsValidator } from '@muster/domain/matching/match-agent.ts';
import { type RankingInput, rankCandidates } from '@muster/domain/matching/rank.ts';
import { matcherVersion } from '@muster/domain/matching/version.ts';
import { turnAfter } from '@muster/domain/retry/attempts.ts';
import { capableAgents } from '@muster/domain/waiting/nearest.ts';
import type { Experience } from './learn-from-log.ts';
import type { ModelChooser } from './ports/model-chooser.ts';
import type { Reads, StoredAgent, StoredJob } from './ports/store.ts';

export interface MatchPorts {
  readonly reads: Reads;
  readonly validateInputs: InputsValidator;
  /** Null when no model is configured: the score decides. */
  readonly chooser: ModelChooser | null;
  /** As this server has it in memory: at most about a second behind a change made elsewhere. */
  readonly currentPolicy: () => VersionedPolicy;
  /** What was learned from the log so far. */
  readonly experience: () => Experience;
}

export interface Matcher {
  /**
   * Who gets the job, and why: filter → score → choose. Writes nothing.
   * `among`: the roster to choose from, with the places that are spoken for counted as taken.
   */
  match(job: StoredJob, among?: readonly StoredAgent[]): Promise<Matched>;
  /** The record of a person's choice, beside what the matcher makes of the roster. */
  byHand(
    job: StoredJob,
    among: readonly StoredAgent[],
    agentId: string,
    actor: string,
  ): DecisionRecord;
  /** Agents that have what the job takes, whether they are free or not and have tried it or not. */
  capable(job: StoredJob, among: readonly StoredAgent[]): readonly string[];
  /**
   * For a set of jobs that is placed as a whole: what the score alone decides about one of them, and the best `most` of those whom
   * it would be given if everybody before them were full; none when it would be given to nobody.
   */
  options(job: StoredJob, among: readonly StoredAgent[], most: number): Options;
  /** Every agent of a roster as a candidate, best first; nothing is chosen. */
  rank(job: StoredJob, among: readonly StoredAgent[]): readonly MatchCandidate[];
}

export interface Matched {
  readonly decision: DecisionRecord;
  /** Null when nobody was chosen, or the chosen agent is gone. */
  readonly winner: StoredAgent | null;
  /** Whether somebody has what the job takes and is only busy, down or tired for now. */
  readonly somebodyLater: boolean;
}

export interface Options {
  readonly decision: Matched['decision'];
  readonly options: readonly MatchCandidate[];
}

/** By hand the matcher's own order is beside the point: its best few show what it would have done. */
const keptByHand = 5;

export function createMatcher(ports: MatchPorts): Matcher {
  const { reads, validateInputs, chooser, currentPolicy, experience } = ports;
  let last: { readonly agents: readonly StoredAgent[]; readonly index: AgentIndex } | undefined;
  // Each look at the agents is another roster, and their words are nearly always the same: to build the index anew for
  // each took a tenth of the time of an assignment (bench/bench-assign.ts).
  const knowledgeOf = (agents: readonly StoredAgent[]): MatcherKnowledge => {
    const index =
      last && describedAlike(last.agents, agents) ? last.index : buildAgentIndex(agents);
    last = { agents, index };
    const { learned, calibration } = experience();
    return { index, learned, calibration };
  };

  const rank = (
    job: StoredJob,
    agents: readonly StoredAgent[],
    extent: Pick<RankingInput, 'keep' | 'include'> = {},
  ): Ranked => {
    const { exclude, refusedBy } = turnAfter(job.endedAttempts);
    // Those who failed are tried again once nobody else is left; those who refused are not.
    const lift =
      exclude.length > refusedBy.length &&
      capableAgents(job, agents, validateInputs).every(({ id }) => exclude.includes(id));
    const excludedAgentIds = lift ? refusedBy : exclude;
    const knowledge = knowledgeOf(agents);
    const policy = currentPolicy();
    const ranking = rankCandidates({
      job: { ...job, excludedAgentIds },
      agents,
      validateInputs,
      knowledge,
      policy,
      ...extent,
    });
    return { job, agents, ranking, policy };
  };

  return {
    async match(job, among) {
      const agents = among ?? (await reads.agents());
      const { prefer } = turnAfter(job.endedAttempts);
      const ranked = rank(job, agents, prefer === null ? {} : { include: prefer });
      const again = backToTheSame(job, ranked, agents);
      const decision = again ?? (await choose(ranked, job, agents, chooser));
      return {
        decision: recordOf(decision, ranked.policy),
        winner: agents.find(({ id }) => id === decision.winnerAgentId) ?? null,
        somebodyLater: capableAgents(job, agents, validateInputs).length > 0,
      };
    },
    byHand(job, among, agentId, actor) {
      const ranked = rank(job, among, { keep: keptByHand, include: agentId });
      return recordOf(decideByHand(ranked, agentId, actor), ranked.policy);
    },
    options(job, among, most) {
      const { prefer } = turnAfter(job.endedAttempts);
      const ranked = rank(job, among, {
        keep: most,
        ...(prefer === null ? {} : { include: prefer }),
      });
      const again = backToTheSame(job, ranked, among);
      const decision = again ?? decideByScore(ranked);
      const { candidates, anyFits } = ranked.ranking;
      const isOption = (candidate: MatchCandidate) =>
        again === null
          ? chooseByScore([candidate], anyFits, ranked.policy).outcome === 'ASSIGN'
          : candidate.agentId === again.winnerAgentId;
      return {
        decision: recordOf(decision, ranked.policy),
        options: decision.outcome === 'ASSIGN' ? candidates.filter(isOption) : [],
      };
    },
    rank: (job, among) => rank(job, among, { keep: among.length }).ranking.candidates,
    capable: (job, among) => capableAgents(job, among, validateInputs).map(({ id }) => id),
  };
}

interface Ranked extends Match {
  /** Under which it was ranked: another one may be in force by the time it is decided. */
  readonly policy: VersionedPolicy;
}

const recordOf = (decision: MatchDecision, { version }: VersionedPolicy): DecisionRecord => ({
  ...decision,
  policyVersion: version,
  matcherVersion,
  usage: null,
  omittedCandidates: 0,
});

/** Whether the same agents have the same words: all that the index depends on. */
function describedAlike(some: readonly StoredAgent[], others: readonly StoredAgent[]): boolean {
  return (
    some.length === others.length &&
    some.every((one, n) => {
      const other = others[n];
      return (
        other !== undefined &&
        one.id === other.id &&
        one.name === other.name &&
        one.description === other.description &&
        one.skills.length === other.skills.length &&
        one.skills.every(
          ({ name, description }, n) =>
            name === other.skills[n]?.name && description === other.skills[n]?.description,
        )
      );
    })
  );
}

/** An agent that a passing fault interrupted goes on, if it can. */
function backToTheSame(
  job: StoredJob,
  ranked: Match,
  agents: readonly StoredAgent[],
): MatchDecision | null {
  const { prefer } = turnAfter(job.endedAttempts);
  const candidate = ranked.ranking.candidates.find(
    ({ agentId, eligible }) => agentId === prefer && eligible,
  );
  const agent = agents.find(({ id }) => id === candidate?.agentId);
  if (!candidate || !agent) return null;
  return {
    method: 'SCORED',
    outcome: 'ASSIGN',
    winnerAgentId: agent.id,
    reason: `${agent.name} goes on: what stopped it was a passing fault.`,
    confidence: null,
    anyFits: null,
    model: null,
    promptVersion: null,
    candidates: ranked.ranking.candidates,
  };
}

async function choose(
  ranked: Match,
  job: StoredJob,
  agents: readonly StoredAgent[],
  chooser: ModelChooser | null,
): Promise<MatchDecision> {
  if (chooser === null) return decideByScore(ranked);
  const byId = new Map(agents.map((agent) => [agent.id, agent]));
  const eligible = ranked.ranking.candidates.flatMap(({ agentId, score }) => {
    const agent = byId.get(agentId);
    if (score === null || agent === undefined) return [];
    const { name, description, skills } = agent;
    return [{ agentId, score, name, description, skills }];
  });
  // With one candidate there is nothing to choose.
  return eligible.length < 2
    ? decideByScore(ranked)
    : decideByModel(ranked, await chooser.choose({ job, candidates: eligible }));
}
