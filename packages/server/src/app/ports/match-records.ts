import type { KeptDecision } from '@muster/domain/matching/replay.ts';
import type {
  MatchQualityRow,
  QualityKey,
  ReliabilityBin,
} from '@muster/schema/matching-answers.ts';

/** A decision of the matcher, with those candidates that could have had the job. */
export interface ReplayableDecision extends KeptDecision {
  readonly id: string;
  readonly jobId: string;
}

/** The decisions that were made, in bulk. A fixed number of statements, however many there are. */
export interface MatchRecords {
  /** The newest decisions that the matcher made itself, newest first. */
  newest(count: number): Promise<readonly ReplayableDecision[]>;
  quality(range: {
    readonly from: Date;
    readonly to: Date;
    readonly by: QualityKey;
  }): Promise<{ readonly total: MatchQualityRow; readonly rows: readonly MatchQualityRow[] }>;
  reliability(): Promise<readonly ReliabilityBin[]>;
}
