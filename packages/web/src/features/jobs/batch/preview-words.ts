import { figure, sayCount } from '../../../ui/count-words.ts';
import type { BatchAction } from './batch-actions.ts';
import type { BatchPreview } from './batch-api.ts';

interface BatchWords {
  /** Of the dialog. */
  title: (count: string) => string;
  /** After a number: "96 can be assigned". */
  can: string;
  confirm: (count: number) => string;
  dismiss: string;
  /** What becomes of those that can. */
  means: string;
}

/** How the dialog speaks of each action. */
export const batchWords: Readonly<Record<BatchAction, BatchWords>> = {
  assign: {
    title: (count) => `Assign ${count}`,
    can: 'can be assigned',
    confirm: (count) => `Assign ${sayCount(count, 'job')}`,
    dismiss: 'Cancel',
    means: 'Each goes to the agent with the inputs it has.',
  },
  match: {
    title: (count) => `Match ${count}`,
    can: 'can be assigned',
    confirm: (count) => `Assign ${sayCount(count, 'job')}`,
    dismiss: 'Cancel',
    means: 'Each goes to the agent it was matched to, with the inputs it has.',
  },
  cancel: {
    title: (count) => `Cancel the assignments of ${count}`,
    can: 'can be taken back',
    confirm: (count) => `Cancel ${sayCount(count, 'assignment')}`,
    dismiss: 'Keep them running',
    means:
      'Their agents are told to stop and whatever they still report is refused; the jobs return to Pending.',
  },
  resubmit: {
    title: (count) => `Resubmit ${count}`,
    can: 'can be resubmitted',
    confirm: (count) => `Resubmit ${sayCount(count, 'job')}`,
    dismiss: 'Cancel',
    means: 'They return to Pending with the inputs they have, and can be assigned again.',
  },
};

/** What is other than it was shown, each in a sentence. */
export function whatChanged(
  before: BatchPreview,
  now: BatchPreview,
  action: BatchAction,
): readonly string[] {
  const { can } = batchWords[action];
  const changes: string[] = [];
  if (now.total !== before.total) {
    changes.push(`${sayCount(now.total, 'job')} instead of ${figure(before.total)}.`);
  }
  if (now.eligible !== before.eligible) {
    changes.push(`${figure(now.eligible)} ${can}, ${figure(before.eligible)} before.`);
  }
  for (const { name, was, is } of placementsSideBySide(before, now)) {
    // Where a person chose the agent, its number is the one above.
    if (was === is || action !== 'match') continue;
    changes.push(`${name} gets ${figure(is)}, ${figure(was)} before.`);
  }
  return changes.length > 0
    ? changes
    : ['Some of the jobs are not as they were; the numbers have stayed the same.'];
}

function placementsSideBySide(before: BatchPreview, now: BatchPreview) {
  const names = new Map(
    [...before.placements, ...now.placements].map(({ agent }) => [agent.id, agent.name]),
  );
  const countOf = (preview: BatchPreview, id: string) =>
    preview.placements.find(({ agent }) => agent.id === id)?.count ?? 0;
  return [...names].map(([id, name]) => ({ name, was: countOf(before, id), is: countOf(now, id) }));
}
