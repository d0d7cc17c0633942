import type { ModelAnswer } from '@muster/domain/matching/decide.ts';

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
  /** Eligible agents only, best score first; at least one. */
  readonly candidates: readonly ModelCandidate[];
  readonly signal?: AbortSignal | undefined;
}

/** Picks among eligible agents. Never throws: whatever goes wrong is an answer that says so, within the deadline. */
export interface ModelChooser {
  choose(question: ModelQuestion): Promise<ModelAnswer>;
}
