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
import { capableAgents } from '@muster/domain/matching/nearest.ts';
import { type RankingInput, rankCandidates } from '@muster/domain/matching/rank.ts';
import { matcherVersion } from '@muster/domain/matching/version.ts';
import { turnAfter } from '@muster/domain/retry/attempts.ts';
import type { Experience } from './learn-from-log.ts';
import type { ModelChooser, ModelReply } from './ports/model-chooser.ts';
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
  /** A short name for a long text, the same on every server. */
  readonly hash: (text: string) => string;
}

export interface Matcher {
  /**
   * Who gets the job, and why: filter → score → choose. Where the score is not sure, the model is asked. Writes nothing.
   * `among`: the roster to choose from, with the places that are spoken for counted as taken.
   */
  match(job: StoredJob, among?: readonly StoredAgent[]): Promise<Matched>;
  /** The same by the score alone, and whether `match` would ask the model. */
  matchByScore(
    job: StoredJob,
    among: readonly StoredAgent[],
  ): Matched & { readonly wouldAsk: boolean };
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
  /** Names all that a decision not to decide rests on: who the agents are and whether they can be reached, the policy, and the last rebuild. */
  knows(among: readonly StoredAgent[]): string;
  /** Every agent of a roster as a candidate, best first, and who is worth waiting for; nothing is chosen. */
  rank(
    job: StoredJob,
    among: readonly StoredAgent[],
  ): { readonly candidates: readonly MatchCandidate[]; readonly awaited: readonly string[] };
}

export interface Matched {
  readonly decision: DecisionRecord;
  /** Null when nobody was chosen, or the chosen agent is gone. */
  readonly winner: StoredAgent | null;
  /** Whether somebody has what the job takes and is only busy, down or tired for now. */
  readonly somebodyLater: boolean;
  /** Who is worth waiting for, when nobody was chosen: agents that would get the job and are full, or rest. */
  readonly awaited: readonly string[];
}

export interface Options {
  readonly decision: Matched['decision'];
  readonly options: readonly MatchCandidate[];
  readonly awaited: Matched['awaited'];
}

/** By hand the matcher's own order is beside the point: its best few show what it would have done. */
const keptByHand = 5;

export function createMatcher(ports: MatchPorts): Matcher {
  const { reads, validateInputs, chooser, currentPolicy, experience } = ports;
  const nameOf = (text: string) => ports.hash(text).slice(0, 16);
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

  const matched = (
    job: StoredJob,
    agents: readonly StoredAgent[],
    decision: DecisionRecord,
    { awaited }: Ranked['ranking'],
  ): Matched => ({
    decision,
    awaited: decision.outcome === 'ASSIGN' ? [] : awaited,
    winner: agents.find(({ id }) => id === decision.winnerAgentId) ?? null,
    somebodyLater: capableAgents(job, agents, validateInputs).length > 0,
  });

  const decideNow = (job: StoredJob, agents: readonly StoredAgent[]) => {
    const { prefer } = turnAfter(job.endedAttempts);
    const ranked = rank(job, agents, prefer === null ? {} : { include: prefer });
    const decision = backToTheSame(job, ranked, agents) ?? decideByScore(ranked);
    // With one candidate there is nothing to choose, and of the free ones none is as good as who is waited for.
    const wouldAsk =
      chooser !== null &&
      decision.outcome !== 'ASSIGN' &&
      ranked.ranking.eligible > 1 &&
      ranked.ranking.awaited.length === 0;
    return { ranked, decision, wouldAsk };
  };

  let known = { of: '', name: '' };

  return {
    knows(agents) {
      const of = [
        currentPolicy().version,
        // Another with each rebuild: a job that taught something need not set all of these in motion.
        JSON.stringify(experience().calibration),
        ...agents.map(({ id, updatedAt, availability }) =>
          [id, updatedAt.getTime(), availability === 'UNREACHABLE'].join(' '),
        ),
      ].join();
      if (of !== known.of) known = { of, name: nameOf(of) };
      return known.name;
    },
    async match(job, among) {
      const agents = among ?? (await reads.agents());
      const { ranked, decision, wouldAsk } = decideNow(job, agents);
      if (!chooser || !wouldAsk)
        return matched(job, agents, recordOf(decision, ranked.policy), ranked.ranking);
      const everyone = rank(job, agents, { keep: mostAskedAbout });
      const reply = await chooser.choose({ job, candidates: eligibleOf(everyone, agents) });
      // One of those that are not kept may be the one.
      const chosen = reply.answer.chosen ? { include: reply.answer.agentId } : {};
      const byModel = decideByModel(rank(job, agents, chosen), reply.answer);
      return matched(job, agents, recordOf(byModel, ranked.policy, reply), ranked.ranking);
    },
    matchByScore(job, agents) {
      const { ranked, decision, wouldAsk } = decideNow(job, agents);
      const record = recordOf(decision, ranked.policy);
      return { ...matched(job, agents, record, ranked.ranking), wouldAsk };
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
      const { candidates, anyFits, awaited } = ranked.ranking;
      const isOption = (candidate: MatchCandidate) =>
        again === null
          ? chooseByScore([candidate], anyFits, ranked.policy).outcome === 'ASSIGN'
          : candidate.agentId === again.winnerAgentId;
      return {
        decision: recordOf(decision, ranked.policy),
        awaited: decision.outcome === 'ASSIGN' ? [] : awaited,
        options: decision.outcome === 'ASSIGN' ? candidates.filter(isOption) : [],
      };
    },
    rank: (job, among) => rank(job, among, { keep: among.length }).ranking,
    capable: (job, among) => capableAgents(job, among, validateInputs).map(({ id }) => id),
  };
}

interface Ranked extends Match {
  /** Under which it was ranked: another one may be in force by the time it is decided. */
  readonly policy: VersionedPolicy;
}

/** A question holds no more than these however large its budget. */
const mostAskedAbout = 2_000;

function recordOf(
  decision: MatchDecision,
  { version }: VersionedPolicy,
  asked?: ModelReply,
): DecisionRecord {
  const { usage = null, omittedCandidates = 0 } = asked ?? {};
  const omitted =
    omittedCandidates === 0
      ? ''
      : ` The model was not told of ${omittedCandidates} more, for want of room.`;
  return {
    ...decision,
    reason: `${decision.reason}${omitted}`,
    policyVersion: version,
    matcherVersion,
    usage,
    omittedCandidates,
  };
}

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

/** As the model is told of them, best first. */
function eligibleOf({ ranking }: Match, agents: readonly StoredAgent[]) {
  const byId = new Map(agents.map((agent) => [agent.id, agent]));
  return ranking.candidates.flatMap(({ agentId, score }) => {
    const agent = byId.get(agentId);
    if (score === null || agent === undefined) return [];
    const { name, description, skills } = agent;
    return [{ agentId, score, name, description, skills }];
  });
}
