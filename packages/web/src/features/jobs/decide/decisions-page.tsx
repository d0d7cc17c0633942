import { Button, Skeleton, VisuallyHidden } from '@mantine/core';
import { useDocumentTitle, useMediaQuery } from '@mantine/hooks';
import { IconGavel } from '@tabler/icons-react';
import { lazy, Suspense, useState } from 'react';
import { Link, useLocation, useSearch } from 'wouter';
import { clsx } from '../../../ui/clsx.ts';
import { EmptyState } from '../../../ui/empty-state.tsx';
import { ErrorNotice } from '../../../ui/error-notice.tsx';
import { counted } from '../../../ui/figures.ts';
import { useShortcut } from '../../../ui/shortcuts.ts';
import { AssignDialog } from '../assign/assign-dialog.tsx';
import { useNeedsYou } from '../use-status-counts.ts';
import { isOpen, nextOpen } from './decision-board.ts';
import { DecisionRow } from './decision-row.tsx';
import classes from './decisions-page.module.css';
import { NeedsYouTabs } from './needs-you-tabs.tsx';
import { NobodyRow } from './nobody-row.tsx';
import type { ChosenAgent } from './top-three.tsx';
import { useDecisionBoard } from './use-decision-board.ts';
import { useRowCursor } from './use-row-cursor.ts';
import { useUndecided } from './use-undecided.ts';

const JobView = lazy(() => import('../detail/job-view.tsx'));

const address = '/needs-you/decisions';
const addressOf = (jobId: string) => `${address}?job=${encodeURIComponent(jobId)}`;

/** The jobs that the matcher leaves to a person: each one key from an agent. */
export default function DecisionsPage() {
  const [, navigate] = useLocation();
  const openJobId = new URLSearchParams(useSearch()).get('job');
  const isWide = useMediaQuery('(min-width: 1140px)', undefined, {
    getInitialValueInEffect: false,
  });
  useDocumentTitle('Decisions · Muster');

  const { decisions, nobody = [], counts, error, refresh } = useUndecided();
  const { board, jobs, give, takeBack, tidy } = useDecisionBoard(decisions);
  const [assigning, setAssigning] = useState<string | null>(null);

  const { current, setCurrent, list } = useRowCursor({
    ids: [...board.order, ...nobody.map(({ id }) => id)],
    first: nextOpen(board, null),
    openJobId,
    onMove: (id) => navigate(addressOf(id), { replace: true }),
  });
  const choose = (jobId: string, agent: ChosenAgent) => {
    give(jobId, agent);
    const asked = new Map(board.fates).set(jobId, { kind: 'giving', agent });
    setCurrent(nextOpen({ ...board, fates: asked }, jobId), 'focus');
  };
  const undoable = board.order.filter((id) => {
    const fate = board.fates.get(id);
    return fate?.kind === 'given' && fate.here;
  });
  const undo = (jobId: string | undefined) => {
    if (jobId === undefined) return;
    takeBack(jobId);
    setCurrent(jobId, 'focus');
  };
  useShortcut('a', 'List', 'Assign to somebody else', () => setAssigning(current), !openJobId);
  useShortcut('u', 'List', 'Undo the last', () => undo(undoable.at(-1)), undoable.length > 0);

  const settled = board.order.filter((id) => !isOpen(board.fates.get(id))).length;
  const behind = counts.decisions - (decisions?.length ?? 0);
  const isEmpty = decisions !== undefined && board.order.length === 0 && nobody.length === 0;
  const rowProps = (id: string) => ({
    isCurrent: id === current && openJobId === null,
    onPoint: () => setCurrent(id),
    isOpenBeside: id === openJobId,
    href: addressOf(id),
    onAssignDialog: () => setAssigning(id),
  });

  return (
    <div className={clsx(classes['page'], isWide && openJobId !== null && classes['split'])}>
      <section
        className={classes['list']}
        aria-label="Decisions"
        hidden={!isWide && openJobId !== null}
      >
        <VisuallyHidden component="h1">Decisions</VisuallyHidden>
        <NeedsYouTabs here="decisions" />
        <div className={classes['scroll']} ref={list}>
          {error !== null && (
            <div className={classes['notice']}>
              <ErrorNotice error={error} onRetry={refresh} />
            </div>
          )}
          {decisions === undefined && error === null && <ListSkeleton />}
          {isEmpty && <NothingToDecide />}
          {board.order.length > 0 && (
            <section aria-label="Needs a decision">
              <div className={classes['section']}>
                <h2>Needs a decision</h2>
                <span className={classes['quiet']}>
                  The matcher was not sure enough.{' '}
                  <span className={classes['keys']}>
                    Press 1, 2 or 3 for the marked job, j and k to move.
                  </span>
                </span>
                {settled > 0 && (
                  <Button variant="subtle" size="compact-xs" onClick={tidy}>
                    Hide {counted(settled, 'decided job')}
                  </Button>
                )}
              </div>
              <ul className={classes['rows']}>
                {board.order.map((id) => {
                  const job = jobs.get(id);
                  if (job === undefined) return null;
                  return (
                    <DecisionRow
                      key={id}
                      job={job}
                      fate={board.fates.get(id)}
                      isBrief={openJobId !== null}
                      onChoose={(agent) => choose(id, agent)}
                      onUndo={() => undo(id)}
                      {...rowProps(id)}
                    />
                  );
                })}
              </ul>
              {behind > 0 && (
                <p className={clsx(classes['section'], classes['quiet'])}>
                  {counted(behind, 'more job')} of lower priority will move up as these are decided.
                </p>
              )}
            </section>
          )}
          {nobody.length > 0 && (
            <section aria-label="Nobody can take these">
              <div className={classes['section']}>
                <h2>Nobody can take these</h2>
                <span className={classes['quiet']}>
                  {counts.nobody > nobody.length
                    ? `${nobody.length} of ${counted(counts.nobody, 'job')}. `
                    : ''}
                  They are matched by themselves once an agent has what they take.
                </span>
              </div>
              <ul className={classes['rows']}>
                {nobody.map((job) => (
                  <NobodyRow key={job.id} job={job} {...rowProps(job.id)} />
                ))}
              </ul>
            </section>
          )}
        </div>
      </section>
      {openJobId !== null && (
        <div className={classes['panel']}>
          <Suspense>
            <JobView
              key={openJobId}
              jobId={openJobId}
              placement={isWide ? 'panel' : 'page'}
              onClose={() => navigate(address)}
            />
          </Suspense>
        </div>
      )}
      <AssignDialog
        jobId={assigning ?? ''}
        opened={assigning !== null}
        onClose={() => setAssigning(null)}
      />
    </div>
  );
}

function NothingToDecide() {
  const { stopped } = useNeedsYou();
  return (
    <EmptyState
      icon={IconGavel}
      title="Nothing to decide"
      actions={
        stopped > 0 && (
          <Button component={Link} href="/needs-you" variant="default">
            {counted(stopped, 'stopped job')}
          </Button>
        )
      }
    >
      When the matcher is not sure enough, or nobody fits, the job waits here with its best three
      agents, one key from assignment. How sure it must be is set under{' '}
      <Link href="/matching" className={classes['link']}>
        Matching
      </Link>
      .
    </EmptyState>
  );
}

function ListSkeleton() {
  return (
    <div className={classes['skeleton']} aria-busy>
      {[54, 38, 61].map((width) => (
        <div key={width}>
          <Skeleton height={13} width={`${width}%`} radius="xl" mt={14} />
          <Skeleton height={44} radius="md" mt={10} />
        </div>
      ))}
    </div>
  );
}
