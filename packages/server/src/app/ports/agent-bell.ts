/** Rings when an agent was given work, on whatever server. */
export interface AgentBell {
  /** Resolves when it rings for this agent, when `waitMs` have passed, or when the signal aborts. */
  wait(agentId: string, waitMs: number, signal?: AbortSignal): Promise<void>;
}
