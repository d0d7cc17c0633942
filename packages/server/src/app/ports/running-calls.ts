/** Calls to agents that this server has open now. */
export interface RunningCalls {
  /**
   * Begins a call; the signal aborts when it is stopped. `held` is called once this server holds the lease,
   * `end` when it is over.
   */
  begin(assignmentId: string): { readonly signal: AbortSignal; held(): void; end(): void };
  /** The assignments whose calls are open and whose lease this server holds. */
  held(): readonly string[];
  /** Aborts the call of an assignment that is no longer wanted, if this server has it open. */
  stop(assignmentId: string, why: string): void;
}
