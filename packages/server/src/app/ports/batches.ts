import type { BatchKind, SettledOutcome } from '@muster/domain/batch/batch.ts';
import type { BatchSolution } from '@muster/domain/batch/solution.ts';
import type { JobFilterFields } from '@muster/schema/job-where.ts';
import type { Change, CommitOutcome, KeptResult } from './commit.ts';

/** What a batch is to do, whatever its jobs. */
export interface BatchOrder {
  readonly kind: BatchKind;
  /** Who asked for it, as the log names them. */
  readonly actor: string;
  /** Whom an ASSIGN batch gives the jobs to. */
  readonly agentId: string | null;
  /** Why a CANCEL batch takes them back. */
  readonly reason: string | null;
}

export interface NewBatch extends BatchOrder {
  readonly id: string;
  /** In the order in which they are to be done. */
  readonly jobIds: readonly string[];
}

/** A running batch that this server works on. */
export interface HeldBatch extends BatchOrder {
  readonly id: string;
  readonly total: number;
  readonly solution: BatchSolution | null;
}

export interface SelectedJob {
  readonly id: string;
  readonly version: number;
}

export interface OpenItem {
  readonly position: number;
  readonly jobId: string;
}

/** What became of one item; one that is left out of the answer stays open. */
export interface SettledItem {
  readonly position: number;
  readonly outcome: SettledOutcome;
  readonly agentId: string | null;
  readonly code: string | null;
  readonly message: string | null;
}

export interface BatchLease {
  readonly batchId: string;
  readonly server: string;
  readonly forMs: number;
}

export interface Batches {
  /** Jobs that match, higher priority first, then older; at most `limit` of the `total`. */
  matching(
    filter: JobFilterFields,
    limit: number,
  ): Promise<{ readonly jobs: readonly SelectedJob[]; readonly total: number }>;
  /** Those of these ids that there are, in the same order. */
  known(ids: readonly string[]): Promise<readonly SelectedJob[]>;
  /** Writes a batch with its items; `repeated`: the idempotency key was used before. */
  insert(batch: NewBatch, keep?: KeptResult): Promise<'inserted' | 'repeated'>;
  /** A running batch that nobody works on, for this server; it keeps it by `extend`. */
  take(server: string, forMs: number): Promise<HeldBatch | null>;
  /** False when this server does not have it any more. */
  extend(lease: BatchLease): Promise<boolean>;
  /** Gives it back, so that another server need not wait for the lease to run out. */
  release(batchId: string, server: string): Promise<void>;
  /** Items that are still to be done. */
  open(batchId: string, after: number, limit: number): Promise<readonly OpenItem[]>;
  /**
   * Applies the changes and writes what became of their items, in one transaction: a server that is killed leaves both or
   * neither. Ends the batch with its last item. Nothing was written when this server does not have it any more (`gone`), or
   * one of the changes holds what the database cannot store (`refused`).
   */
  settle(
    lease: BatchLease,
    changes: readonly Change[],
    say: (outcomes: readonly CommitOutcome[]) => readonly SettledItem[],
  ): Promise<'settled' | 'gone' | 'refused'>;
  keepSolution(lease: BatchLease, solution: BatchSolution): Promise<void>;
  /** `ended`: it had ended before. */
  cancel(batchId: string): Promise<'cancelled' | 'ended' | 'unknown'>;
  /** A batch that is to be tried again: what it did, and the jobs that failed, in their order. */
  failed(
    batchId: string,
  ): Promise<(BatchOrder & { readonly ended: boolean; readonly jobIds: readonly string[] }) | null>;
}
