/** Calls to agents that this server has open now. */
export interface RunningCalls {
  /**
   * Begins a call; the signal aborts when it is stopped. `taken` is to be called once this server holds the assignment,
   * `end` when the call is over.
   */
  begin(assignmentId: string): { readonly signal: AbortSignal; taken(): void; end(): void };
  /** The assignments whose calls are open and that this server has taken. */
  held(): readonly string[];
  /** Aborts the call of an assignment that is no longer wanted, if this server has it open. */
  stop(assignmentId: string, why: string): void;
}
