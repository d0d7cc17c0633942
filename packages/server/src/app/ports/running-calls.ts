export interface OpenCall {
  /** Aborts when the call is stopped. */
  readonly signal: AbortSignal;
  /** To be called once this server holds the assignment. */
  taken(): void;
  /** To be called when the call is over. */
  end(): void;
}

/** Calls to agents that this server has open now. */
export interface RunningCalls {
  begin(assignmentId: string): OpenCall;
  /** How many are open. */
  count(): number;
  /** The assignments whose calls are open and that this server has taken. */
  held(): readonly string[];
  /** Aborts the call of an assignment that is no longer wanted, if this server has it open. */
  stop(assignmentId: string, why: string): void;
}
