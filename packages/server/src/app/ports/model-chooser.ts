import type { ModelAnswer } from '@muster/domain/matching/decide.ts';
import type { ModelUsage } from '@muster/domain/matching/decision.ts';

/** One eligible agent as the model sees it. */
export interface ModelCandidate {
  readonly agentId: string;
  readonly name: string;
  readonly description: string;
  readonly skills: readonly { readonly name: string; readonly description: string }[];
  readonly score: number;
}

export interface ModelQuestion {
  readonly job: {
    readonly title: string;
    readonly description: string | null;
    readonly inputs: unknown;
    readonly requiredSkills: readonly string[];
  };
  /** All eligible agents, best score first; at least one. */
  readonly candidates: readonly ModelCandidate[];
  readonly signal?: AbortSignal | undefined;
}

export interface ModelReply {
  readonly answer: ModelAnswer;
  /** Null when nothing was sent. */
  readonly usage: ModelUsage | null;
  /** How many of the candidates, the worst by score, the question had no room for. */
  readonly omittedCandidates: number;
}

/** Picks among eligible agents. Never throws: whatever goes wrong is an answer that says so, within the deadline. */
export interface ModelChooser {
  choose(question: ModelQuestion): Promise<ModelReply>;
}
