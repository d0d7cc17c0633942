/** What is known of the model that everybody decides by, and of the last rebuild. */
export interface LearningState {
  /** Examples in the model. */
  readonly examples: number;
  /** Examples that operators took back, ever. */
  readonly undone: number;
  /** When somebody asked for a rebuild that has not come yet. */
  readonly requestedAt: Date | null;
  /** Null before the first. */
  readonly lastRebuild: {
    readonly at: Date;
    readonly examples: number;
    /** Examples that had been taken back by then, and are not in it. */
    readonly undone: number;
  } | null;
  /** When the last rebuild failed, unless one has succeeded since. */
  readonly failedAt: Date | null;
}

export type RebuildReason = 'REQUESTED' | 'UNDONE' | 'GROWN';

const minuteMs = 60_000;
/** Growing is no hurry: what came since is in the model, only not as well as it could be. */
const leastIntervalMs = 60 * minuteMs;
const leastNewExamples = 100;
const newShare = 0.2;
/** What made a rebuild fail rarely mends itself within seconds. */
const restAfterFailureMs = 10 * minuteMs;

/** Why the model should be rebuilt now; null when it need not be. A person who asks need not wait. */
export function rebuildReason(state: LearningState, now: Date): RebuildReason | null {
  const { examples, undone, requestedAt, lastRebuild, failedAt } = state;
  if (requestedAt !== null) return 'REQUESTED';
  if (failedAt !== null && now.getTime() - failedAt.getTime() < restAfterFailureMs) return null;
  if (undone > (lastRebuild?.undone ?? 0)) return 'UNDONE';
  if (lastRebuild === null) return examples >= leastNewExamples ? 'GROWN' : null;
  const isRecent = now.getTime() - lastRebuild.at.getTime() < leastIntervalMs;
  const enough = Math.max(leastNewExamples, lastRebuild.examples * newShare);
  return !isRecent && examples - lastRebuild.examples >= enough ? 'GROWN' : null;
}
