import { Button } from '@mantine/core';
import { IconThumbDown, IconThumbUp } from '@tabler/icons-react';
import { useCallback, useState } from 'react';
import { answerOf } from '../../../graphql/answer-of.ts';
import { client } from '../../../graphql/client.ts';
import { AlertDialog } from '../../../ui/alert-dialog.tsx';
import { clsx } from '../../../ui/clsx.ts';
import { figure } from '../../../ui/figures.ts';
import { TimeAgo } from '../../../ui/time-ago.tsx';
import { useAction } from '../../../ui/use-action.ts';
import { type LearnedExample, UndoLearning_Mutation } from './learned-query.ts';
import { sayLearned, sayUndo } from './learned-words.ts';
import classes from './what-was-learned.module.css';

interface WhatWasLearnedProps {
  readonly jobId: string;
  readonly examples: readonly LearnedExample[];
}

/** What the matcher took from a job, each with a way to take it back. */
export function WhatWasLearned({ jobId, examples }: WhatWasLearnedProps) {
  /** What is asked about: an example's id, or all of them. */
  const [asked, setAsked] = useState<string | 'all' | null>(null);
  const standing = examples.filter(({ undone }) => !undone);
  const close = useCallback(() => setAsked(null), []);
  return (
    <>
      <ul className={classes['list']}>
        {examples.map((example) => (
          <Example key={example.id} example={example} onUndo={() => setAsked(example.id)} />
        ))}
      </ul>
      {standing.length > 1 && (
        <Button variant="subtle" size="compact-xs" ml={-7} onClick={() => setAsked('all')}>
          Undo all {standing.length}…
        </Button>
      )}
      {asked !== null && (
        <UndoDialog
          jobId={jobId}
          exampleId={asked === 'all' ? null : asked}
          examples={asked === 'all' ? standing : examples.filter(({ id }) => id === asked)}
          onClose={close}
        />
      )}
    </>
  );
}

function Example({
  example,
  onUndo,
}: {
  readonly example: LearnedExample;
  readonly onUndo: () => void;
}) {
  const { right, undone, undoneBy, weight, at } = example;
  const Icon = right ? IconThumbUp : IconThumbDown;
  return (
    <li className={classes['example']} data-right={right} data-undone={undone || undefined}>
      <Icon size={15} aria-hidden className={classes['icon']} />
      <div>
        <span className={clsx(undone && classes['struck'])}>{sayLearned(example)}</span>
        <div className={classes['quiet']}>
          <TimeAgo at={at} style="words" />
          {weight !== 1 && ` · counts ${figure(weight)}`}
          {undone && ` · undone${undoneBy === null ? '' : ` by ${undoneBy}`}`}
        </div>
      </div>
      {!undone && (
        <Button variant="default" size="compact-xs" onClick={onUndo}>
          Undo…
        </Button>
      )}
    </li>
  );
}

interface UndoDialogProps {
  readonly jobId: string;
  /** null: all of the job's. */
  readonly exampleId: string | null;
  readonly examples: readonly LearnedExample[];
  readonly onClose: () => void;
}

function UndoDialog({ jobId, exampleId, examples, onClose }: UndoDialogProps) {
  const undo = useAction(
    useCallback(async () => {
      await undoLearning(jobId, exampleId);
      onClose();
    }, [jobId, exampleId, onClose]),
  );
  return (
    <AlertDialog
      title="Undo what was learned?"
      confirm="Undo it"
      dismiss="Keep it"
      pending={undo.pending}
      error={undo.error}
      onConfirm={() => void undo.run()}
      onDismiss={onClose}
    >
      {sayUndo(examples)}
    </AlertDialog>
  );
}

/** Resolves when it is undone; throws the reason why not. */
async function undoLearning(jobId: string, exampleId: string | null): Promise<void> {
  const { undoLearning: answer } = answerOf(
    await client.mutation(UndoLearning_Mutation, { input: { jobId, exampleId } }).toPromise(),
  );
  if (answer.__typename !== 'UndoLearningSuccess') throw new Error(answer.message);
}
