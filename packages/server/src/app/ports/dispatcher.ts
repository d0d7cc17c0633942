import type { AgentCall } from './agent-caller.ts';

/** An assignment that this server holds and is to call the agent of. */
export interface TakenAssignment {
  readonly id: string;
  readonly jobId: string;
  readonly agentId: string;
  readonly attempt: number;
  readonly leaseToken: string;
  /** As the agent is told: by then it must have said something. */
  readonly leaseExpiresAt: Date;
}

/** The job and the agent as they were decided about: who has them in hand need not read them again. */
export interface InHand {
  readonly job: AgentCall['job'];
  readonly agent: AgentCall['agent'] & {
    readonly kind: 'HTTP' | 'OPENAI';
    readonly updatedAt: Date;
  };
}

/** This server, and how long what it holds outlives it, in milliseconds. */
export interface Holder {
  readonly server: string;
  readonly forMs: number;
}

/** A place among this server's open calls, kept for an assignment that is about to be committed. */
export interface Place {
  readonly heldBy: Holder;
  /** It is committed: its agent is called. `inHand` is absent when it may have changed meanwhile. */
  call(assignment: TakenAssignment, inHand?: InHand & { readonly jobVersion: number }): void;
  /** It was not committed. */
  free(): void;
  /** Nobody knows whether it was committed. */
  giveBack(): void;
}

/** Which calls to agents follow a commit, and who makes them. */
export interface Dispatcher {
  /** Null when this server has no room, or takes no work: then any server takes the assignment up. */
  reserve(assignmentId: string): Place | null;
  /** Something was committed that nobody holds. */
  left(): void;
}
