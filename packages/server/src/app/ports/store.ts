import type { AgentAvailability } from '@muster/domain/agent/availability.ts';
import type { AgentKind } from '@muster/domain/agent/kind.ts';
import type { DomainError, Result } from '@muster/domain/job/errors.ts';
import type { AssignmentState, JobStatus } from '@muster/domain/job/status.ts';
import type { KeptResult } from './commit.ts';

/** A job as a use case needs it to decide. */
export interface StoredJob {
  readonly id: string;
  readonly title: string;
  readonly description: string | null;
  readonly inputs: unknown;
  readonly requiredSkills: readonly string[];
  readonly priority: number;
  readonly status: JobStatus;
  readonly version: number;
  readonly agentId: string | null;
  readonly lastAssignmentId: string | null;
}

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
  readonly inputSchema: unknown;
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
}

/** What use cases read. Concurrent calls are gathered into one statement. */
export interface Reads {
  job(id: string): Promise<StoredJob | null>;
  agent(id: string): Promise<StoredAgent | null>;
  /** Every agent, for the matcher. */
  agents(): Promise<readonly StoredAgent[]>;
  assignment(id: string): Promise<StoredAssignment | null>;
  /** The oldest assignment of a PULL agent that it has not claimed yet. */
  unclaimedAssignment(agentId: string): Promise<StoredAssignment | null>;
  /** Open assignments whose lease ran out, oldest first. */
  expiredAssignments(limit: number): Promise<readonly StoredAssignment[]>;
}

/** Leases and marks that no job's status depends on: single guarded statements. */
export interface Leases {
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

export interface IdempotencyStore {
  find(
    scope: string,
    key: string,
  ): Promise<{ fingerprint: string; result: Result<unknown, DomainError> } | null>;
  /** Keeps the result unless one is kept already; answers what is kept now. */
  keep(kept: KeptResult): Promise<{ fingerprint: string; result: Result<unknown, DomainError> }>;
  forgetOlderThan(hours: number): Promise<void>;
}
