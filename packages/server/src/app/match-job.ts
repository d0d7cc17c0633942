import { type AgentIndex, buildAgentIndex } from '@muster/domain/matching/agent-index.ts';
import type { VersionedPolicy } from '@muster/domain/matching/change-policy.ts';
import {
  decideByHand,
  decideByModel,
  decideByScore,
  type Match,
} from '@muster/domain/matching/decide.ts';
import type { MatchCandidate, MatchDecision } from '@muster/domain/matching/decision.ts';
import type { InputsValidator } from '@muster/domain/matching/match-agent.ts';
import { rankCandidates } from '@muster/domain/matching/rank.ts';
import { turnAfter } from '@muster/domain/retry/attempts.ts';
import { lastingObstacles } from '@muster/domain/waiting/nearest.ts';
import type { ModelChooser } from './ports/model-chooser.ts';
import type { Reads, StoredAgent, StoredJob } from './ports/store.ts';

export interface MatchPorts {
  readonly reads: Reads;
  readonly validateInputs: InputsValidator;
  /** Null when no model is configured: the score decides. */
  readonly chooser: ModelChooser | null;
  /** As this server has it in memory: at most about a second behind a change made elsewhere. */
  readonly currentPolicy: () => VersionedPolicy;
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
  ): MatchDecision;
  /** Agents that have what the job takes, whether they are free or not and have tried it or not. */
  capable(job: StoredJob): Promise<readonly string[]>;
  /** Every agent of a roster as a candidate, best first; nothing is chosen. */
  rank(job: StoredJob, among: readonly StoredAgent[]): readonly MatchCandidate[];
}

export interface Matched {
  readonly decision: MatchDecision;
  /** Null when nobody was chosen, or the chosen agent is gone. */
  readonly winner: StoredAgent | null;
  /** Whether somebody has what the job takes and is only busy, down or tired for now. */
  readonly somebodyLater: boolean;
}

/** A record must stay readable, and a row small: beyond these, the best ones are kept. */
const keptCandidates = 200;
/** By hand the matcher's own order is beside the point: its best few show what it would have done. */
const keptByHand = 5;

export function createMatcher(ports: MatchPorts): Matcher {
  const { reads, validateInputs, chooser, currentPolicy } = ports;
  let last: { readonly agents: readonly StoredAgent[]; readonly index: AgentIndex } | undefined;
  // Each look at the agents is another roster, and their words are nearly always the same: to build the index anew for
  // each took a tenth of the time of an assignment (bench/bench-assign.ts).
  const indexOf = (agents: readonly StoredAgent[]): AgentIndex => {
    const index =
      last && describedAlike(last.agents, agents) ? last.index : buildAgentIndex(agents);
    last = { agents, index };
    return index;
  };

  const rank = (job: StoredJob, agents: readonly StoredAgent[]): Match => {
    const { exclude, refusedBy } = turnAfter(job.endedAttempts);
    const policy = currentPolicy();
    const ranked = (excludedAgentIds: readonly string[]) =>
      rankCandidates({
        job: { ...job, excludedAgentIds },
        agents,
        validateInputs,
        index: indexOf(agents),
        policy,
      });
    const candidates = ranked(exclude);
    // Those who failed are tried again once nobody else is left; those who refused are not.
    const lift = exclude.length > refusedBy.length && noneLeft(candidates, agents, exclude);
    return { job, agents, candidates: lift ? ranked(refusedBy) : candidates };
  };

  return {
    async match(job, among) {
      const agents = among ?? (await reads.agents());
      const ranked = rank(job, agents);
      const again = backToTheSame(job, ranked, agents);
      const decision = again ?? (await choose(ranked, job, agents, chooser));
      return {
        decision: keepBest(decision, keptCandidates),
        winner: agents.find(({ id }) => id === decision.winnerAgentId) ?? null,
        somebodyLater: capableAmong(ranked.candidates, agents).length > 0,
      };
    },
    byHand: (job, among, agentId, actor) =>
      keepBest(decideByHand(rank(job, among), agentId, actor), keptByHand),
    rank: (job, among) => rank(job, among).candidates,
    async capable(job) {
      const agents = await reads.agents();
      return capableAmong(rank(job, agents).candidates, agents);
    },
  };
}

const keepBest = (decision: MatchDecision, most: number): MatchDecision => ({
  ...decision,
  candidates: decision.candidates.filter(
    ({ agentId }, n) => n < most || agentId === decision.winnerAgentId,
  ),
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
  const candidate = ranked.candidates.find(
    ({ agentId, eligible }) => agentId === prefer && eligible,
  );
  const agent = agents.find(({ id }) => id === candidate?.agentId);
  if (!candidate || !agent) return null;
  return {
    method: 'SCORED',
    winnerAgentId: agent.id,
    reason: `${agent.name} goes on: what stopped it was a passing fault.`,
    confidence: null,
    model: null,
    promptVersion: null,
    candidates: ranked.candidates,
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
  const eligible = ranked.candidates.flatMap(({ agentId, score }) => {
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

/** A paused agent has not what it takes: only a person ends that. */
function capableAmong(
  candidates: Match['candidates'],
  agents: readonly StoredAgent[],
): readonly string[] {
  const paused = new Set(
    agents.flatMap(({ id, availability }) => (availability === 'PAUSED' ? [id] : [])),
  );
  return candidates.flatMap((candidate) =>
    lastingObstacles(candidate).length === 0 && !paused.has(candidate.agentId)
      ? [candidate.agentId]
      : [],
  );
}

const noneLeft = (
  candidates: Match['candidates'],
  agents: readonly StoredAgent[],
  exclude: readonly string[],
) => capableAmong(candidates, agents).every((agentId) => exclude.includes(agentId));
