import type { DomainError, Result } from '@muster/domain/job/errors.ts';
import type { FailureClass } from '@muster/domain/job/failure.ts';
import type { Move } from '@muster/domain/job/transition.ts';
import type { DecisionRecord } from '@muster/domain/matching/decision.ts';
import type { TagRule } from '@muster/domain/matching/match-agent.ts';
import type { RetryPolicy } from '@muster/domain/retry/policy.ts';
import type { InHand } from './dispatcher.ts';

/** A job that does not exist yet. */
export interface NewJob {
  readonly title: string;
  readonly description: string | null;
  readonly inputs: unknown;
  readonly requiredSkills: readonly string[];
  readonly tags: readonly string[];
  readonly agentTags: TagRule;
  readonly priority: number;
  /** Matched as soon as an agent can take it. */
  readonly autoAssign: boolean;
  /** Null for the server's own policy. */
  readonly retryPolicy: RetryPolicy | null;
}

/** The attempt that an `assigned` move opens. */
export interface NewAssignment {
  readonly id: string;
  readonly agentId: string;
  readonly leaseToken: string;
  /** How long the agent may take to start, from now by the database's clock, in milliseconds. */
  readonly acceptMs: number;
  /** How long it may be silent once it has started, in milliseconds. */
  readonly leaseMs: number;
  readonly decision: DecisionRecord;
  /** What its agent is to be told as soon as this is committed; null for agents that come and claim. */
  readonly calls: InHand | null;
}

/** The open attempt that a move starts or ends. */
export interface HeldAssignment {
  readonly id: string;
  readonly agentId: string;
  /** When it starts: the server that goes on holding the call to the agent, and for how long at a time. */
  readonly heldBy?: { readonly server: string; readonly forMs: number };
  /** When it starts: how long it may run, heartbeats or not, in milliseconds. */
  readonly runMs?: number;
  /** When somebody takes it back: why, as its agent is told. */
  readonly takenBackFor?: string | null;
}

/** A result to keep under an idempotency key, in the same transaction as the change that it reports. */
export interface KeptResult {
  readonly scope: string;
  readonly key: string;
  readonly fingerprint: string;
  readonly result: Result<unknown, DomainError>;
}

/** One decision about one job: what the commit writes. */
export interface Change {
  readonly jobId: string;
  readonly move: Move;
  readonly actor: string;
  readonly message: string;
  /** Whom the log row names. */
  readonly agentId: string | null;
  readonly requestPayload?: unknown;
  readonly responsePayload?: unknown;
  readonly create?: NewJob;
  /** Replaces the job's inputs; absent keeps them. */
  readonly inputs?: { readonly value: unknown };
  /** Replaces the job's result; absent keeps it. */
  readonly result?: { readonly value: unknown };
  /** When the next attempt is due, from now by the database's clock; absent clears it. */
  readonly nextAttemptInMs?: number;
  readonly opens?: NewAssignment;
  readonly holds?: HeldAssignment;
  /** The decision that gave the job to nobody, and what the matcher knew when it made it. */
  readonly leaves?: { readonly decision: DecisionRecord; readonly consideredWith: string };
  readonly failure?: { readonly class: FailureClass; readonly message: string };
  /** Applies only if the lease has run out by the database's clock. */
  readonly onlyIfExpired?: boolean;
  /** Whether the job is matched without being asked; absent keeps it. */
  readonly autoAssign?: boolean;
  /** Replaces the job's retry policy; absent keeps it. */
  readonly retryPolicy?: RetryPolicy;
  /** The count of attempts and the policy's time begin anew. */
  readonly resubmits?: boolean;
  /** Give the agent no work for this long. */
  readonly cooldownMs?: number;
  readonly keep?: KeptResult;
}

/**
 * What became of a decision.
 * `lost`: the job moved on since it was read; read it again and decide again.
 * `full`: the agent has no free place, or was paused meanwhile.
 * `repeated`: the idempotency key was used before; answer with what is kept under it.
 */
export type CommitOutcome = 'applied' | 'lost' | 'full' | 'repeated';

export interface Committer {
  /** Applies each decision or none of it, all in one transaction; answers in their order. */
  commit(change: Change): Promise<CommitOutcome>;
}
