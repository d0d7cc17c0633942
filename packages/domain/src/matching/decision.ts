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
}

export const matchMethods = ['MANUAL', 'SCORED', 'MODEL'] as const;
export type MatchMethod = (typeof matchMethods)[number];

export const matchOutcomes = ['ASSIGN', 'NEEDS_DECISION', 'NO_AGENT'] as const;
export type MatchOutcome = (typeof matchOutcomes)[number];

/** The record of one decision: who could have had the job, why each did or did not, and who got it. Kept for ever. */
export interface MatchDecision {
  readonly method: MatchMethod;
  readonly winnerAgentId: string | null;
  readonly reason: string;
  /** How sure the choice is, in [0, 1]; null when a person chose. */
  readonly confidence: number | null;
  readonly model: string | null;
  readonly promptVersion: string | null;
  /** Eligible ones first, best first; then the others by name. */
  readonly candidates: readonly MatchCandidate[];
}
