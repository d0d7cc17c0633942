import type { MatchOutcome } from '@muster/domain/matching/decision.ts';
import type { LessonKind } from '@muster/domain/matching/lesson.ts';

/** What one row of a job's log taught the matcher. */
export interface LearnedExample {
  /** The log row's id. */
  readonly id: string;
  readonly jobId: string;
  readonly agentId: string;
  readonly kind: LessonKind;
  readonly right: boolean;
  readonly weight: number;
  readonly at: Date;
  readonly undoneBy: string | null;
}

export interface ReliabilityBin {
  readonly from: number;
  readonly to: number;
  readonly decisions: number;
  readonly meanConfidence: number | null;
  readonly shareRight: number | null;
}

export interface MatcherLearning {
  readonly matcherVersion: string;
  readonly examples: number;
  readonly agentsWithHistory: number;
  readonly lastRebuild: {
    readonly at: Date;
    readonly tookMs: number;
    readonly examples: number;
    readonly hit1: number | null;
  } | null;
  readonly rebuilding: boolean;
  /** In [0, 1]; null when nobody rebuilds. */
  readonly progress: number | null;
  /** Why the last rebuild failed, unless one has succeeded since. */
  readonly failure: string | null;
}

export const qualityKeys = [
  'AGENT',
  'SKILL',
  'MATCHER_VERSION',
  'POLICY_VERSION',
  'DAY',
  'METHOD',
] as const;
export type QualityKey = (typeof qualityKeys)[number];

export interface MatchQualityRow {
  readonly key: string;
  readonly label: string;
  readonly agentId: string | null;
  readonly decisions: number;
  readonly completedAtFirst: number;
  readonly overridden: number;
  readonly rejected: number;
  readonly failed: number;
  readonly open: number;
  readonly completedAtFirstShare: number | null;
  readonly meanConfidence: number | null;
}

export interface MatchQuality {
  readonly from: Date;
  readonly to: Date;
  readonly total: MatchQualityRow;
  readonly rows: readonly MatchQualityRow[];
}

export interface MatchReplayChange {
  readonly decisionId: string;
  readonly jobId: string;
  readonly fromAgentId: string | null;
  readonly toAgentId: string | null;
  readonly outcome: MatchOutcome;
  readonly fromScore: number | null;
  readonly toScore: number | null;
  readonly confidence: number | null;
}

export interface MatchReplay {
  readonly decisions: number;
  readonly changed: number;
  readonly toDecision: number;
  readonly toNobody: number;
  readonly changes: readonly MatchReplayChange[];
  readonly tookMs: number;
}
