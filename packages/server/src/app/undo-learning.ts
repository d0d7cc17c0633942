import { ok } from '@muster/domain/job/errors.ts';
import { lessonOf } from '@muster/domain/matching/lesson.ts';
import { checkOptionalText } from '@muster/domain/validation/check-text.ts';
import { limits } from '@muster/domain/validation/limits.ts';
import type { Commands } from '@muster/schema/context.ts';
import type { LearnedExample } from '@muster/schema/matching-answers.ts';
import type { LearningStore, LoggedLesson } from './ports/learning-store.ts';
import type { Reads } from './ports/store.ts';
import { invalid, notFound } from './refusals.ts';
import { actorOf } from './who.ts';

/** What was learned from a job, oldest first, also what was taken back. */
export const createLearnedFrom =
  (store: Pick<LearningStore, 'lessonsOf'>): Commands['learnedFrom'] =>
  async ({ jobId }) =>
    (await store.lessonsOf(jobId)).flatMap(learnedFrom);

/**
 * Marks what a job taught as not to be learned from. The log stays as it is, and so do the models that have it in them, until the
 * rebuild that this makes due has replaced them.
 */
export function createUndoLearning(ports: {
  readonly reads: Reads;
  readonly store: LearningStore;
}): Commands['undoLearning'] {
  return async (caller, { jobId, exampleId }) => {
    const job = await ports.reads.job(jobId);
    if (job === null) return notFound('job', jobId);
    const learned = (await ports.store.lessonsOf(jobId)).flatMap(learnedFrom);
    const meant = learned.filter(({ id }) => exampleId === null || id === exampleId);
    if (exampleId !== null && meant.length === 0) return notFound('example', exampleId);
    const undone = meant.flatMap(({ id, undoneBy }) => (undoneBy === null ? [id] : []));
    if (undone.length > 0) await ports.store.undo(jobId, undone, actorOf(caller));
    return ok({ jobId });
  };
}

export function createRebuildMatcher(ports: {
  readonly store: Pick<LearningStore, 'requestRebuild'>;
  readonly onRequested: (by: string, reason: string | null) => void;
}): Commands['rebuildMatcher'] {
  return async (caller, { reason }) => {
    const issues = checkOptionalText('reason', reason, limits.messageCharacters);
    if (issues.length > 0) return invalid(issues);
    await ports.store.requestRebuild();
    ports.onRequested(actorOf(caller), reason);
    return ok({});
  };
}

function learnedFrom(row: LoggedLesson): readonly LearnedExample[] {
  const lesson = lessonOf(row);
  const { id, jobId, agentId, at, undoneBy } = row;
  return lesson === null || agentId === null
    ? []
    : [{ ...lesson, id, jobId, agentId, at, undoneBy }];
}
