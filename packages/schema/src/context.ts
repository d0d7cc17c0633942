import type { BatchSolution } from '@muster/domain/batch/solution.ts';
import type { Result } from '@muster/domain/job/errors.ts';
import type { JobLogStatus, JobStatus } from '@muster/domain/job/status.ts';
import type { PolicyChange } from '@muster/domain/matching/change-policy.ts';
import type { DecisionRecord } from '@muster/domain/matching/decision.ts';
import type { TagRule } from '@muster/domain/matching/match-agent.ts';
import type { PartialRetryPolicy } from '@muster/domain/retry/policy.ts';
import type { Waiting } from '@muster/domain/waiting/why-waiting.ts';
import type {
  Agent,
  AgentKind,
  Assignment,
  Job,
  JobLog,
  MatchDecision as MatchDecisionRow,
  PrismaClient,
} from '@muster/prisma/client.ts';
import type { JobFilterFields } from './job-where.ts';
import type {
  LearnedExample,
  MatcherLearning,
  MatchQuality,
  MatchReplay,
  QualityKey,
  ReliabilityBin,
} from './matching-answers.ts';

/** Who is asking. Programs and operators hold the admin token; a PULL agent holds its own. */
export type Caller =
  | { readonly kind: 'OPERATOR'; readonly name: string }
  | { readonly kind: 'AGENT'; readonly agentId: string };

/** One change of a job's status, as the audit log has it. */
export interface JobEvent {
  /** The position in the stream; opaque to clients. */
  readonly cursor: string;
  readonly logId: string;
  readonly jobId: string;
  readonly agentId: string | null;
  readonly status: JobStatus;
  readonly previousStatus: JobStatus | null;
  readonly logStatus: JobLogStatus;
}

export interface EventStream {
  /**
   * Every change after `after` (or from now on), in commit order, without end, until the caller returns the iterator.
   * Rejects with a RangeError for a cursor that was never given out.
   */
  follow(options: {
    jobId?: string | undefined;
    after?: string | undefined;
  }): Promise<AsyncIterableIterator<JobEvent>>;
}

export interface SkillInput {
  readonly name: string;
  readonly description: string;
}

export interface AgentFields {
  readonly name: string;
  readonly description: string;
  readonly skills: readonly SkillInput[];
  readonly endpoint: string | null;
  readonly secret: string | null;
  readonly capacity: number;
  readonly tags: readonly string[];
  readonly jobTags: TagRule;
  readonly costPerJob: number | null;
  readonly inputSchema: unknown;
  readonly instructions: string | null;
  readonly model: string | null;
}

export interface Idempotent {
  readonly idempotencyKey?: string | null | undefined;
}

/** A row of MatchDecision, its JSON unread. */
export type StoredDecision = MatchDecisionRow;

/** A decision about a job. */
export interface DecisionOfJob extends DecisionRecord {
  readonly jobId: string;
  /** Null for one that is not read from where it is kept: a preview, or the answer that it led to. */
  readonly createdAt: Date | null;
}

export interface JobAndAssignment {
  readonly jobId: string;
  readonly assignmentId: string;
}

/** How the matcher is governed and judged, and what it learned. */
export interface MatchingCommands {
  updateMatchingPolicy(
    caller: Caller,
    input: {
      readonly change: PolicyChange;
      readonly note: string | null;
      readonly expectedVersion: number | null;
    },
  ): Promise<Result<{ version: number }>>;
  /** What the last decisions would have been under a changed policy. */
  replayMatching(input: {
    readonly change: PolicyChange;
    readonly last: number;
  }): Promise<Result<MatchReplay>>;
  /** Null bounds: the last seven days, up to now. */
  matchQuality(input: {
    readonly from: Date | null;
    readonly to: Date | null;
    readonly by: QualityKey;
    readonly now: Date;
  }): Promise<Result<MatchQuality>>;
  matcherLearning(): Promise<MatcherLearning>;
  /** How often the matcher was right, by how sure it said it was. */
  reliability(): Promise<readonly ReliabilityBin[]>;
  learnedFrom(input: { readonly jobId: string }): Promise<readonly LearnedExample[]>;
  /** All of the job's examples when `exampleId` is null. */
  undoLearning(
    caller: Caller,
    input: { readonly jobId: string; readonly exampleId: string | null },
  ): Promise<Result<{ jobId: string }>>;
  rebuildMatcher(
    caller: Caller,
    input: { readonly reason: string | null },
  ): Promise<Result<object>>;
}

/** Which jobs a batch is about, by their ids or by a filter, and whether it is only tried. */
export interface BatchRequest extends Idempotent {
  readonly jobIds: readonly string[] | null;
  readonly filter: JobFilterFields | null;
  readonly dryRun: boolean;
  /** From a dry run: refused when the jobs or their versions are others by now. */
  readonly token: string | null;
}

/** Jobs for which a batch would do nothing, and why. */
export interface BatchReason {
  readonly code: string;
  readonly message: string;
  readonly count: number;
  /** The first ones. */
  readonly jobIds: readonly string[];
}

/** What a batch would do now. */
export interface BatchPreview {
  readonly total: number;
  readonly eligible: number;
  readonly ineligible: number;
  readonly reasons: readonly BatchReason[];
  readonly placements: readonly { readonly agentId: string; readonly count: number }[];
  readonly solution: BatchSolution | null;
  readonly token: string;
}

/** A dry run has a preview, a real one a batch. */
export interface BatchAnswer {
  readonly batchId: string | null;
  readonly preview: BatchPreview | null;
}

/** Everything that changes something, one use case each. The only way in for resolvers, REST routes and workers. */
export interface Commands extends MatchingCommands {
  createJob(
    caller: Caller,
    input: Idempotent & {
      readonly title: string;
      readonly description: string | null;
      readonly inputs: unknown;
      readonly requiredSkills: readonly string[];
      readonly tags: readonly string[];
      readonly agentTags: TagRule;
      readonly priority: number;
      readonly autoAssign: boolean;
      readonly retryPolicy: PartialRetryPolicy | null;
    },
  ): Promise<Result<{ jobId: string }>>;
  registerAgent(
    caller: Caller,
    input: Idempotent & AgentFields & { readonly kind: AgentKind },
  ): Promise<Result<{ agentId: string; token: string | null; secret: string | null }>>;
  updateAgent(
    caller: Caller,
    input: {
      readonly agentId: string;
      readonly changes: Partial<AgentFields> & { readonly paused?: boolean };
    },
  ): Promise<Result<{ agentId: string }>>;
  rotateAgentToken(
    caller: Caller,
    input: { readonly agentId: string },
  ): Promise<Result<{ agentId: string; token: string }>>;
  assign(
    caller: Caller,
    /** `inputs` undefined keeps the job's own. */
    input: Idempotent & {
      readonly jobId: string;
      readonly agentId: string;
      readonly inputs?: unknown;
    },
  ): Promise<Result<JobAndAssignment>>;
  autoAssign(
    caller: Caller,
    input: Idempotent & { readonly jobId: string },
  ): Promise<Result<JobAndAssignment>>;
  /** Why a pending job waits; null for one that does not wait. */
  whyWaiting(input: { readonly jobId: string }): Promise<Waiting | null>;
  previewAssignment(input: { readonly jobId: string }): Promise<Result<DecisionRecord>>;
  cancelAssignment(
    caller: Caller,
    input: Idempotent & { readonly jobId: string; readonly reason: string | null },
  ): Promise<Result<{ jobId: string }>>;
  requestResubmission(
    caller: Caller,
    input: Idempotent & { readonly jobId: string; readonly feedback: string },
  ): Promise<Result<{ jobId: string }>>;
  resubmit(
    caller: Caller,
    input: Idempotent & {
      readonly jobId: string;
      readonly inputs?: unknown;
      readonly autoAssign?: boolean | undefined;
      readonly retryPolicy?: PartialRetryPolicy | undefined;
    },
  ): Promise<Result<{ jobId: string }>>;
  assignMany(
    caller: Caller,
    input: BatchRequest & { readonly agentId: string },
  ): Promise<Result<BatchAnswer>>;
  autoAssignMany(caller: Caller, input: BatchRequest): Promise<Result<BatchAnswer>>;
  cancelMany(
    caller: Caller,
    input: BatchRequest & { readonly reason: string | null },
  ): Promise<Result<BatchAnswer>>;
  resubmitMany(caller: Caller, input: BatchRequest): Promise<Result<BatchAnswer>>;
  /** Ends a running batch: what it has not come to is left as it is. */
  cancelBatch(
    caller: Caller,
    input: { readonly batchId: string },
  ): Promise<Result<{ batchId: string }>>;
  /** A new batch of those that failed. */
  retryBatch(
    caller: Caller,
    input: Idempotent & { readonly batchId: string },
  ): Promise<Result<{ batchId: string }>>;
  /** Long polling: answers at once when there is work, else within `waitMs`, with null. */
  claimAssignment(input: {
    readonly agentId: string;
    readonly waitMs: number;
    readonly signal?: AbortSignal | undefined;
  }): Promise<Result<{ assignmentId: string; leaseToken: string } | null>>;
  heartbeat(input: {
    readonly assignmentId: string;
    readonly leaseToken: string;
  }): Promise<Result<{ leaseExpiresAt: Date }>>;
  reportAssignment(input: {
    readonly assignmentId: string;
    readonly leaseToken: string;
    /** What the agent says, as it came in (`outcome`, `output`, `message`, `failure`): read and checked by the use case. */
    readonly report: unknown;
  }): Promise<Result<{ assignmentId: string }>>;
}

/** Rows that are known to exist, by id; those wanted at the same time are read together. */
export interface Rows {
  job(selection: object, id: string): Promise<Job>;
  jobLog(selection: object, id: string): Promise<JobLog>;
  assignment(selection: object, id: string): Promise<Assignment>;
  agent(selection: object, id: string): Promise<Agent>;
  matchDecision(selection: object, id: string): Promise<MatchDecisionRow>;
  /** The newest decision about a job; null before the first. */
  newestDecision(jobId: string): Promise<StoredDecision | null>;
}

/** Batches as they come along. */
export interface BatchWatch {
  /** Once at once, then after changes, at most five times a second; ends after the batch has. */
  follow(batchId: string): AsyncIterableIterator<{ readonly batchId: string }>;
}

/** What a resolver sees. */
export interface Context {
  readonly prisma: PrismaClient;
  readonly rows: Rows;
  readonly caller: Caller;
  readonly commands: Commands;
  readonly events: EventStream;
  readonly batches: BatchWatch;
  readonly requestId: string;
  readonly version: string;
  /** The time of the request. */
  readonly now: Date;
  /** Aborted when the client goes away. */
  readonly signal?: AbortSignal | undefined;
}
