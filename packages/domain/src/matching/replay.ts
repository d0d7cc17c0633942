import { choose } from './choose.ts';
import type { MatchCandidate, MatchMethod, MatchOutcome } from './decision.ts';
import type { MatchingPolicy } from './policy.ts';
import { rescore } from './score.ts';

/** A decision of the matcher as it is kept. */
export interface KeptDecision {
  readonly method: MatchMethod;
  readonly outcome: MatchOutcome;
  readonly winnerAgentId: string | null;
  /** By a model’s choice, the model’s own. */
  readonly confidence: number | null;
  /** How likely it was that any agent fits. */
  readonly anyFits: number;
  readonly candidates: readonly MatchCandidate[];
}

export interface Replayed {
  readonly outcome: MatchOutcome;
  readonly winnerAgentId: string | null;
  /** Whether it is another decision than the one that was made. */
  readonly changed: boolean;
  /** Of the winner as it was. */
  readonly fromScore: number | null;
  /** Of the winner, or of who comes first, under the changed policy. */
  readonly toScore: number | null;
  readonly confidence: number | null;
}

/**
 * Decides again under another policy, from the parts of the scores as they were. Where the score alone would not be sure enough, a
 * model’s choice from then stands if it is sure enough; a model that was not asked then is not asked now.
 */
export function replayDecision(kept: KeptDecision, policy: MatchingPolicy): Replayed {
  const candidates = rescore(kept.candidates, policy);
  const { first, ...byScore } = choose(candidates, kept.anyFits, policy);
  const scoreOf = (agentId: string | null, among: readonly MatchCandidate[]) =>
    among.find((candidate) => candidate.agentId === agentId)?.score ?? null;
  const modelStands =
    byScore.outcome === 'NEEDS_DECISION' &&
    kept.method === 'MODEL' &&
    kept.outcome === 'ASSIGN' &&
    (kept.confidence ?? 0) >= policy.modelAssignAbove;
  const outcome = modelStands ? 'ASSIGN' : byScore.outcome;
  const chosen = modelStands ? kept.winnerAgentId : (first?.agentId ?? null);
  const winnerAgentId = outcome === 'ASSIGN' ? chosen : null;
  return {
    outcome,
    winnerAgentId,
    changed: outcome !== kept.outcome || winnerAgentId !== kept.winnerAgentId,
    fromScore: scoreOf(kept.winnerAgentId, kept.candidates),
    toScore: scoreOf(chosen, candidates),
    confidence: modelStands ? kept.confidence : byScore.confidence,
  };
}
