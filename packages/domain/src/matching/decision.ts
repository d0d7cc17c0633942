/** One filter's answer about one agent: a machine's name for the rule, and a sentence for people. */
export interface FilterVerdict {
  readonly filter: string;
  readonly passed: boolean;
  readonly reason: string | null;
}

/** One named part of a score: `value` in [0, 1], `weight` as the policy sets it. */
export interface ScoreComponent {
  readonly name: string;
  readonly value: number;
  readonly weight: number;
}

export interface MatchCandidate {
  readonly agentId: string;
  readonly eligible: boolean;
  readonly verdicts: readonly FilterVerdict[];
  /** Weighted mean of the components, in [0, 1]; null for an agent that may not take the job. */
  readonly score: number | null;
  readonly components: readonly ScoreComponent[];
  /**
   * How likely the job means this agent, or one that fits it just as well, in [0, 1], calibrated against what came of earlier
   * jobs. Null for an agent that does not compete for the job: one that lacks something, is down, or tried it before.
   */
  readonly likelihood: number | null;
}

/**
 * - ASSIGN: the winner is sure enough.
 * - NEEDS_DECISION: somebody may fit, but it is not sure enough who: a person is to choose.
 * - NO_AGENT: nobody may take the job, or nothing speaks for anyone.
 */
export const matchOutcomes = ['ASSIGN', 'NEEDS_DECISION', 'NO_AGENT'] as const;
export type MatchOutcome = (typeof matchOutcomes)[number];

export const matchMethods = ['MANUAL', 'SCORED', 'MODEL'] as const;
export type MatchMethod = (typeof matchMethods)[number];

/** What it took to ask a model. */
export interface ModelUsage {
  readonly model: string;
  readonly promptTokens: number;
  readonly completionTokens: number;
  /** In US dollars; null when no price is configured. */
  readonly costUsd: number | null;
  /** Questions sent, repeated ones included. */
  readonly attempts: number;
}

/** The record of one decision: who could have had the job, why each did or did not, and who got it. Kept for ever. */
export interface MatchDecision {
  readonly method: MatchMethod;
  readonly outcome: MatchOutcome;
  /** Null unless the outcome is ASSIGN. */
  readonly winnerAgentId: string | null;
  readonly reason: string;
  /** How sure it is that the first candidate, or one that fits just as well, is right, in [0, 1]; null when a person chose or nobody may take the job. */
  readonly confidence: number | null;
  /** How likely it is that any agent fits, in [0, 1]; null when a person chose. */
  readonly anyFits: number | null;
  readonly model: string | null;
  readonly promptVersion: string | null;
  /** Eligible ones first, best first; then the others, nearest first. */
  readonly candidates: readonly MatchCandidate[];
}

/** A decision with what it rests on: as it is kept. */
export interface DecisionRecord extends MatchDecision {
  /** 0 for the built-in policy. */
  readonly policyVersion: number;
  readonly matcherVersion: string;
  /** Null when no model was asked. */
  readonly usage: ModelUsage | null;
  /** Eligible agents that the model was not told of, for want of room in the question. */
  readonly omittedCandidates: number;
}
