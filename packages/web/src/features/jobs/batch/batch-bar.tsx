import { ActionIcon, Button } from '@mantine/core';
import { IconX } from '@tabler/icons-react';
import { lazy, Suspense, useState } from 'react';
import { figure, sayCount } from '../../../ui/count-words.ts';
import type { JobStatus } from '../../../ui/job-status.ts';
import { useShortcut } from '../../../ui/shortcuts.ts';
import { jobActionLabels } from '../actions/job-actions.ts';
import type { JobListFilter } from '../list/job-list-filter.ts';
import { type BatchAction, batchActionsFor } from './batch-actions.ts';
import classes from './batch-bar.module.css';
import { countSelected, type Selection } from './selection.ts';
import type { Ticking } from './use-selection.ts';

const BatchDialog = lazy(() => import('./batch-dialog.tsx'));

/** The server takes no more at once. */
const mostJobs = 10_000;

interface BatchBarProps {
  selection: Selection;
  ticking: Ticking;
  /** Of the selected jobs, as far as they are known; empty: of any. */
  statuses: readonly JobStatus[];
  filter: JobListFilter;
  /** How many jobs match the filter. */
  matching: number;
  /** Every loaded row is ticked, and more match. */
  offersAll: boolean;
}

/** What is selected and what can be done with it, below the list. */
export default function BatchBar(props: BatchBarProps) {
  const { selection, ticking, statuses, filter, matching, offersAll } = props;
  const [dialog, setDialog] = useState<BatchAction | null>(null);
  const count = countSelected(selection, matching);
  const actions = batchActionsFor(statuses);
  const canAct = count > 0 && count <= mostJobs;
  useShortcut(
    'a',
    'Selection',
    'Assign the selected jobs',
    () => setDialog('assign'),
    canAct && actions.includes('assign'),
  );
  useShortcut(
    'm',
    'Selection',
    'Match the selected jobs',
    () => setDialog('match'),
    canAct && actions.includes('match'),
  );
  useShortcut('esc', 'Selection', 'Clear the selection', ticking.clear);
  const filtered = Object.keys(filter).length > 0;

  return (
    <section className={classes['bar']} aria-label="Selected jobs">
      <span className={classes['count']}>
        {selection.allMatching && 'All '}
        {figure(count)} selected
      </span>
      {offersAll && matching <= mostJobs && (
        <Button
          className={classes['all'] ?? ''}
          variant="transparent"
          size="compact-sm"
          onClick={ticking.allMatching}
        >
          Select all {sayCount(matching, 'job')}
          {filtered && ' that match the filter'}
        </Button>
      )}
      {offersAll && matching > mostJobs && (
        <span className={classes['tooMany']}>
          {sayCount(matching, 'job')} match; at most {figure(mostJobs)} can be done at once
        </span>
      )}
      <div className={classes['actions']}>
        {actions.length === 0 && (
          <span className={classes['nothing']}>Nothing to do for jobs that are completed</span>
        )}
        {actions.map((action) => (
          <Button
            key={action}
            variant="default"
            disabled={!canAct}
            onClick={() => setDialog(action)}
          >
            {batchActionLabels[action]}
          </Button>
        ))}
      </div>
      <ActionIcon
        className={classes['clear'] ?? ''}
        aria-label="Clear the selection"
        title="Clear (Esc)"
        onClick={ticking.clear}
      >
        <IconX size={16} aria-hidden />
      </ActionIcon>
      {dialog !== null && (
        <Suspense>
          <BatchDialog
            action={dialog}
            target={selection.allMatching ? { filter } : { jobIds: [...selection.ids] }}
            count={count}
            onClose={() => setDialog(null)}
            onStarted={ticking.clear}
          />
        </Suspense>
      )}
    </section>
  );
}

const batchActionLabels: Readonly<Record<BatchAction, string>> = {
  ...jobActionLabels,
  match: 'Match for me…',
  cancel: 'Cancel assignments…',
};
