import type { AgentOutcome } from '@muster/domain/job/outcome.ts';

/** All that an agent is told about its assignment. */
export interface AgentCall {
  readonly assignmentId: string;
  readonly attempt: number;
  readonly leaseToken: string;
  readonly leaseExpiresAt: Date;
  readonly job: {
    readonly id: string;
    readonly title: string;
    readonly description: string | null;
    readonly inputs: unknown;
    readonly requiredSkills: readonly string[];
    readonly priority: number;
  };
  readonly agent: {
    readonly id: string;
    readonly name: string;
    readonly endpoint: string | null;
    readonly secret: string | null;
    readonly instructions: string | null;
    readonly model: string | null;
  };
  /** Aborted when the assignment is cancelled or the server stops. */
  readonly signal: AbortSignal;
}

/** What came of a call, with what was sent and received for the audit log (no secrets, no tokens). */
export interface AgentAnswer {
  readonly outcome: AgentOutcome;
  readonly request: unknown;
  readonly response: unknown;
}

/** Calls one kind of agent. Never throws: every way to fail is an outcome with its failure class. */
export interface AgentCaller {
  call(call: AgentCall): Promise<AgentAnswer>;
}
