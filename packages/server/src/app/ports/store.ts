import type { AgentAvailability } from '@muster/domain/agent/availability.ts';
import type { AgentKind } from '@muster/domain/agent/kind.ts';
import type { DomainError, Result } from '@muster/domain/job/errors.ts';
import type { FailureClass } from '@muster/domain/job/failure.ts';
import type { AssignmentState, JobAttention, JobStatus } from '@muster/domain/job/status.ts';
import type { TagRule } from '@muster/domain/matching/match-agent.ts';
import type { EndedAttempt } from '@muster/domain/retry/attempts.ts';
import type { PartialRetryPolicy } from '@muster/domain/retry/policy.ts';
import type { KeptResult } from './commit.ts';
import type { Holder, TakenAssignment } from './dispatcher.ts';

/** A job as a use case needs it to decide. */
export interface StoredJob {
  readonly id: string;
  readonly title: string;
  readonly description: string | null;
  readonly inputs: unknown;
  readonly requiredSkills: readonly string[];
  readonly tags: readonly string[];
  readonly agentTags: TagRule;
  readonly priority: number;
  readonly status: JobStatus;
  readonly version: number;
  readonly agentId: string | null;
  readonly lastAssignmentId: string | null;
  readonly autoAssign: boolean;
  /** Why it needs a person; null when it does not. */
  readonly attention: JobAttention | null;
  /** What the matcher knew when it left the job to a person; null when it did not. */
  readonly consideredWith: string | null;
  readonly retryPolicy: PartialRetryPolicy | null;
  readonly createdAt: Date;
  readonly submittedAt: Date;
  readonly nextAttemptAt: Date | null;
  /** Attempts of this submission that ended without a result, oldest first. */
  readonly endedAttempts: readonly EndedAttempt[];
  /** The database's time when this was read. */
  readonly now: Date;
}

/** A job that waits for an agent, and what its log last said about matching. */
export interface WaitingJob extends StoredJob {
  /** Null unless the last thing that happened to it was that it was left to a person. */
  readonly lastMatchingFailure: string | null;
}

/** A place in the queue: higher priority first, then who waits longer. */
export type QueuePlace = Pick<StoredJob, 'id' | 'priority' | 'createdAt'>;

/** As much of a waiting job as tells whether anything changed about it. */
export type QueueEntry = QueuePlace & Pick<StoredJob, 'version' | 'consideredWith' | 'now'>;

export interface StoredAgent {
  readonly id: string;
  readonly name: string;
  readonly description: string;
  readonly skills: readonly { readonly name: string; readonly description: string }[];
  readonly kind: AgentKind;
  readonly endpoint: string | null;
  readonly secret: string | null;
  readonly instructions: string | null;
  readonly model: string | null;
  readonly capacity: number;
  readonly activeJobs: number;
  readonly paused: boolean;
  readonly availability: AgentAvailability;
  readonly completedJobs: number;
  readonly failedJobs: number;
  /** Of the jobs that it completed; null before the first. */
  readonly meanDurationMs: number | null;
  readonly cooldownUntil: Date | null;
  /** When it last answered or asked for work; null when never. */
  readonly lastSeenAt: Date | null;
  readonly tags: readonly string[];
  readonly jobTags: TagRule;
  readonly costPerJob: number | null;
  readonly inputSchema: unknown;
  /** When its description was last changed. */
  readonly updatedAt: Date;
}

export interface StoredAssignment {
  readonly id: string;
  readonly jobId: string;
  readonly agentId: string;
  readonly attempt: number;
  readonly state: AssignmentState;
  readonly leaseToken: string;
  readonly leaseMs: number;
  readonly leaseExpiresAt: Date | null;
  /** By the database's clock, when it was read. */
  readonly leaseExpired: boolean;
  /** Which server has the call to the agent open. */
  readonly heldBy: string | null;
}

/** What use cases read. Concurrent calls are gathered into one statement. */
export interface Reads {
  job(id: string): Promise<StoredJob | null>;
  agent(id: string): Promise<StoredAgent | null>;
  /** Every agent, for the matcher. */
  agents(): Promise<readonly StoredAgent[]>;
  /**
   * Every agent as it was at most a quarter of a second ago, and with what this server changed about it since.
   * For decisions that the commit checks anyway; nobody is refused by it.
   */
  agentsLately(): Promise<readonly StoredAgent[]>;
  assignment(id: string): Promise<StoredAssignment | null>;
  /** Assignments of a PULL agent that it has not claimed yet, oldest first. */
  unclaimedAssignments(agentId: string, limit: number): Promise<readonly StoredAssignment[]>;
  /** The queue from `after` on: jobs that are to be matched now. */
  queue(after: QueuePlace | null, limit: number): Promise<readonly QueueEntry[]>;
  /** Those of these jobs that still wait, in the queue's order. */
  waitingJobs(ids: readonly string[]): Promise<readonly WaitingJob[]>;
  /** What the log says last of a job, if that is why it was left to a person. */
  lastMatchingFailure(jobId: string): Promise<string | null>;
  /** Jobs that nobody could take and that are not in the queue, as the matcher knew less or other things than these. */
  unmatchedJobs(knows: string, limit: number): Promise<readonly StoredJob[]>;
  /** Open assignments whose lease ran out, oldest first; not those whose agents Muster has yet to call. */
  expiredAssignments(limit: number): Promise<readonly StoredAssignment[]>;
}

/** Leases and marks that no job's status depends on: single guarded statements. */
export interface Leases {
  /** Takes assignments up that are to be dispatched and that nobody holds, oldest first; from then on kept by `hold`. */
  take(limit: number, holder: Holder): Promise<readonly TakenAssignment[]>;
  /** Leaves assignments that this server holds, and has not called the agents of, to whoever takes them. */
  giveBack(assignmentIds: readonly string[], holder: Holder): Promise<void>;
  /** Extends what this server holds; answers with those that it still does. */
  hold(assignmentIds: readonly string[], holder: Holder): Promise<ReadonlySet<string>>;
  /** Extends the lease if the token is current and not expired; null when it is not. */
  extend(assignmentId: string, leaseToken: string): Promise<Date | null>;
  keepRefusedReport(report: {
    readonly assignmentId: string;
    readonly outcome: string;
    readonly payload: unknown;
    readonly reason: string;
  }): Promise<void>;
  seen(agentId: string): Promise<void>;
}

export interface AgentRecord {
  readonly id: string;
  readonly name: string;
  readonly description: string;
  readonly skills: readonly { readonly name: string; readonly description: string }[];
  readonly kind: AgentKind;
  readonly endpoint: string | null;
  readonly secret: string | null;
  readonly tokenHash: string | null;
  readonly capacity: number;
  readonly tags: readonly string[];
  readonly jobTags: TagRule;
  readonly costPerJob: number | null;
  readonly inputSchema: unknown;
  readonly instructions: string | null;
  readonly model: string | null;
}

export type AgentChanges = Partial<Omit<AgentRecord, 'id' | 'kind'>> & {
  readonly paused?: boolean;
};

export interface AgentStore {
  /** `repeated`: the idempotency key was used before; `nameTaken`: another agent has the name. */
  insert(agent: AgentRecord, keep?: KeptResult): Promise<'inserted' | 'nameTaken' | 'repeated'>;
  /** `overloaded`: the new capacity is below the number of open assignments. */
  update(
    agentId: string,
    changes: AgentChanges,
  ): Promise<'updated' | 'unknown' | 'nameTaken' | 'overloaded'>;
  byTokenHash(tokenHash: string): Promise<string | null>;
}

/** What an agent's failures and successes say of the agent itself (packages/domain/src/agent/circuit.ts). */
export interface Circuits {
  failed(
    agentId: string,
    failureClass: FailureClass,
    retryAfterMs: number | undefined,
  ): Promise<void>;
  /** After a probe; what goes well with a job closes the circuit in the commit. */
  succeeded(agentId: string): Promise<void>;
  /** HTTP agents whose circuit is due for a probe and that have no work to be tried with. */
  suspects(limit: number): Promise<readonly { readonly id: string; readonly endpoint: string }[]>;
}

export interface IdempotencyStore {
  find(
    scope: string,
    key: string,
  ): Promise<{ fingerprint: string; result: Result<unknown, DomainError> } | null>;
  /** Keeps the result unless one is kept already; answers what is kept now. */
  keep(kept: KeptResult): Promise<{ fingerprint: string; result: Result<unknown, DomainError> }>;
  forgetOlderThan(hours: number): Promise<void>;
}
