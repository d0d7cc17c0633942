/** Calls to agents that this server has open now. */
export interface RunningCalls {
  /** Begins a call; the signal aborts when it is stopped. `end` must be called when it is over. */
  begin(assignmentId: string): { readonly signal: AbortSignal; end(): void };
  /** The assignments whose calls are open. */
  open(): readonly string[];
  /** Aborts the call of an assignment that is no longer wanted, if this server has it open. */
  stop(assignmentId: string, why: string): void;
}
