import type { JobStatus } from '../../../ui/job-status.ts';
import { actionsFor, type JobAction } from '../actions/job-actions.ts';

/** What can be done with many jobs at once, in the order of the bar. */
export const batchActions = [
  'assign',
  'match',
  'cancel',
  'resubmit',
] as const satisfies readonly JobAction[];
export type BatchAction = (typeof batchActions)[number];

/**
 * Which of them make sense for some job of these statuses; for none at all, where the statuses are not known, all. What
 * an action then leaves out of the selection is told by its dry run.
 */
export function batchActionsFor(statuses: readonly JobStatus[]): readonly BatchAction[] {
  if (statuses.length === 0) return batchActions;
  const sensible = new Set(statuses.flatMap(actionsFor));
  return batchActions.filter((action) => sensible.has(action));
}
