import type { Failure } from './failure.ts';

/** What an agent says about its assignment, whatever way it said it (an HTTP answer, a report, a model's reply). */
export type AgentOutcome =
  | { readonly outcome: 'STARTED'; readonly message?: string }
  | { readonly outcome: 'COMPLETED'; readonly output: unknown; readonly message?: string }
  | { readonly outcome: 'FAILED'; readonly failure: Failure }
  | { readonly outcome: 'REJECTED'; readonly message: string }
  | { readonly outcome: 'RESUBMISSION_REQUIRED'; readonly message: string };

export type OutcomeKind = AgentOutcome['outcome'];
