import type { Position } from '@muster/domain/audit/cursor.ts';
import type { Calibration } from '@muster/domain/matching/calibration.ts';
import type { JobText } from '@muster/domain/matching/features.ts';
import type { LoggedAttempt } from '@muster/domain/matching/lesson.ts';

/** A row of the log that may have taught something, with the text of its job. */
export interface LoggedLesson extends LoggedAttempt {
  /** The row's id. */
  readonly id: string;
  readonly position: Position;
  readonly jobId: string;
  readonly at: Date;
  readonly text: JobText;
  readonly undoneBy: string | null;
}

/** What a rebuild says of itself. */
export interface RebuildReport {
  readonly at: Date;
  readonly tookMs: number;
  readonly examples: number;
  /** Examples that had been taken back when it began. */
  readonly undone: number;
  readonly hit1: number | null;
}

export interface SnapshotHead {
  readonly id: number;
  /** Counts the rebuilds; 0 before the first. */
  readonly line: number;
  /** Up to where in the log it has learned. */
  readonly position: Position;
  readonly examples: number;
  /** Null before the first rebuild. */
  readonly calibration: Calibration | null;
  readonly rebuild: RebuildReport | null;
}

/** All that a server looks at once a second. */
export interface LearningLook {
  /** Of the newest line the furthest; null when there is none yet. */
  readonly newest: SnapshotHead | null;
  readonly undone: number;
  readonly requestedAt: Date | null;
  /** How far the rebuild under way is, in [0, 1]; null when nobody is at it. */
  readonly progress: number | null;
  readonly failedAt: Date | null;
  readonly failure: string | null;
  /** The database's time. */
  readonly now: Date;
}

/** The right to write snapshots: one server at a time has it. */
export interface RebuildLease {
  readonly server: string;
  readonly startedAt: Date;
}

export interface NewSnapshot extends Omit<SnapshotHead, 'id'> {
  readonly model: Uint8Array;
}

/** What was learned and from what, as the database has it. */
export interface LearningStore {
  look(): Promise<LearningLook>;
  /** The bytes of a snapshot's model; null when it is gone. */
  model(snapshotId: number): Promise<Uint8Array | null>;
  /** Of these rows of the log those that may teach something, in commit order. */
  lessons(logIds: readonly string[]): Promise<readonly LoggedLesson[]>;
  /** The same after one position and up to another, a page, oldest first. */
  lessonsAfter(after: Position, upTo: Position): Promise<readonly LoggedLesson[]>;
  /** The same up to a position, a page, newest first; `before`: the last one of the page before. */
  lessonsBefore(before: Position | null, upTo: Position): Promise<readonly LoggedLesson[]>;
  /** The same of jobs; concurrent calls are gathered. */
  lessonsOf(jobId: string): Promise<readonly LoggedLesson[]>;
  /** Marks rows of the log as not to be learned from; what is marked already stays as it is. */
  undo(jobId: string, logIds: readonly string[], by: string): Promise<void>;
  requestRebuild(): Promise<void>;
  /** Null when another server has it. */
  takeLease(server: string, forMs: number): Promise<RebuildLease | null>;
  /** False when it is lost. */
  keepLease(lease: RebuildLease, forMs: number, progress: number): Promise<boolean>;
  /** Gives the lease back without a snapshot. `failure`: why, when it is to be known. */
  endLease(lease: RebuildLease, failure: string | null): Promise<void>;
  /** Keeps a snapshot and gives the lease back, or neither: false when the lease is lost. Old snapshots go. */
  save(lease: RebuildLease, snapshot: NewSnapshot): Promise<boolean>;
}
