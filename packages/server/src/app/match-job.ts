import { type AgentIndex, buildAgentIndex } from '@muster/domain/matching/agent-index.ts';
import {
  decideByHand,
  decideByModel,
  decideByScore,
  type Match,
} from '@muster/domain/matching/decide.ts';
import type { MatchDecision } from '@muster/domain/matching/decision.ts';
import type { InputsValidator } from '@muster/domain/matching/match-agent.ts';
import { rankCandidates } from '@muster/domain/matching/rank.ts';
import type { ModelChooser } from './ports/model-chooser.ts';
import type { Reads, StoredAgent, StoredJob } from './ports/store.ts';

export interface MatchPorts {
  readonly reads: Reads;
  readonly validateInputs: InputsValidator;
  /** Null when no model is configured: the score decides. */
  readonly chooser: ModelChooser | null;
}

export interface Matcher {
  /** Who gets the job, and why: filter → score → choose. Writes nothing. */
  match(job: StoredJob): Promise<Matched>;
  /** The record of a person's choice, beside what the matcher knew. */
  byHand(job: StoredJob, agentId: string, actor: string): Promise<Matched>;
}

export interface Matched {
  readonly decision: MatchDecision;
  /** Null when nobody was chosen, or the chosen agent is gone. */
  readonly winner: StoredAgent | null;
}

/** A record must stay readable, and a row small: beyond these, the best ones are kept. */
const keptCandidates = 200;
/** By hand the matcher's own order is beside the point: its best few show what it would have done. */
const keptByHand = 5;

export function createMatcher({ reads, validateInputs, chooser }: MatchPorts): Matcher {
  const indexes = new WeakMap<readonly StoredAgent[], AgentIndex>();
  const indexOf = (agents: readonly StoredAgent[]): AgentIndex => {
    const known = indexes.get(agents);
    if (known) return known;
    const index = buildAgentIndex(agents);
    indexes.set(agents, index);
    return index;
  };

  const rank = async (
    job: StoredJob,
  ): Promise<{ ranked: Match; agents: readonly StoredAgent[] }> => {
    const agents = await reads.agents();
    const candidates = rankCandidates({ job, agents, validateInputs, index: indexOf(agents) });
    return { ranked: { job, agents, candidates }, agents };
  };

  const kept = (decision: MatchDecision, most: number): MatchDecision => ({
    ...decision,
    candidates: decision.candidates.filter(
      ({ agentId }, n) => n < most || agentId === decision.winnerAgentId,
    ),
  });

  const matched = (
    agents: readonly StoredAgent[],
    decision: MatchDecision,
    most: number,
  ): Matched => ({
    decision: kept(decision, most),
    winner: agents.find(({ id }) => id === decision.winnerAgentId) ?? null,
  });

  return {
    async match(job) {
      const { ranked, agents } = await rank(job);
      const byId = new Map(agents.map((agent) => [agent.id, agent]));
      const eligible = ranked.candidates.flatMap(({ agentId, score }) => {
        const agent = byId.get(agentId);
        return score === null || agent === undefined
          ? []
          : [
              {
                agentId,
                score,
                name: agent.name,
                description: agent.description,
                skills: agent.skills,
              },
            ];
      });
      // With one candidate there is nothing to choose.
      const decision =
        chooser === null || eligible.length < 2
          ? decideByScore(ranked)
          : decideByModel(ranked, await chooser.choose({ job, candidates: eligible }));
      return matched(agents, decision, keptCandidates);
    },
    async byHand(job, agentId, actor) {
      const { ranked, agents } = await rank(job);
      return matched(agents, decideByHand(ranked, agentId, actor), keptByHand);
    },
  };
}
