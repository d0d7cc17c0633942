import { ActionIcon, Button, Skeleton } from '@mantine/core';
import { useDocumentTitle } from '@mantine/hooks';
import { IconArrowLeft, IconFileUnknown } from '@tabler/icons-react';
import { useEffect, useRef } from 'react';
import { useQuery } from 'urql';
import { Link, useLocation } from 'wouter';
import { useLiveRefresh } from '../../graphql/live-feed.ts';
import { graphql } from '../../graphql/tada.ts';
import { saySolution } from '../../ui/batch-solution.ts';
import { sayCount } from '../../ui/count-words.ts';
import { EmptyState } from '../../ui/empty-state.tsx';
import { ErrorNotice } from '../../ui/error-notice.tsx';
import { useShortcut } from '../../ui/shortcuts.ts';
import { StatusBadge } from '../../ui/status-badge.tsx';
import { TimeAgo } from '../../ui/time-ago.tsx';
import { BatchActions, BatchActions_BatchFragment } from './batch-actions.tsx';
import { BatchItems } from './batch-items.tsx';
import { batchLook } from './batch-look.ts';
import classes from './batch-page.module.css';
import { BatchProgress, BatchProgress_BatchFragment } from './batch-progress.tsx';
import { batchTitle, sayActor } from './batch-words.ts';
import { useBatchProgress } from './use-batch-progress.ts';

const BatchPage_Query = graphql(
  `
    query BatchPage($id: ID!) {
      batch(id: $id) {
        id
        kind
        state
        total
        done
        failed
        actor
        reason
        createdAt
        agent { id name }
        solution { method totalScore greedyScore placed tookMs gap note }
        ...BatchActions_BatchFragment
        ...BatchProgress_BatchFragment
      }
    }
  `,
  [BatchActions_BatchFragment, BatchProgress_BatchFragment],
);

/** A batch by its own address: how far it is, how it was solved, and what became of each job. */
export default function BatchPage({ batchId }: { batchId: string }) {
  const [, navigate] = useLocation();
  const [{ data, error }, read] = useQuery({
    query: BatchPage_Query,
    variables: { id: batchId },
    requestPolicy: 'cache-and-network',
  });
  const look = () => read({ requestPolicy: 'network-only' });
  useLiveRefresh(look);
  useShortcut('esc', 'List', 'Back to all batches', () => navigate('/batches'));
  const batch = data?.batch;
  const running = batch?.state === 'RUNNING';
  useBatchProgress(batchId, running);
  useDocumentTitle(batch ? `${batchTitle(batch)} · Muster` : 'Batch · Muster');

  if (batch === undefined && error !== undefined) {
    return (
      <div className={classes['notice']}>
        <ErrorNotice title="The batch could not be read" error={error} onRetry={look} />
      </div>
    );
  }
  if (batch === undefined) return <BatchSkeleton />;
  if (batch === null) return <NoSuchBatch />;
  const title = batchTitle(batch);
  const { solution, reason, done } = batch;
  return (
    <article className={classes['page']} aria-label={title}>
      <header className={classes['header']}>
        <ActionIcon component={Link} href="/batches" aria-label="All batches" title="Back (Esc)">
          <IconArrowLeft size={16} aria-hidden />
        </ActionIcon>
        <div className={classes['about']}>
          <Heading>{title}</Heading>
          <div className={classes['meta']}>
            <StatusBadge look={batchLook(batch)} turning={running} variant="tinted" />
            <span>{sayActor(batch.actor)}</span>
            <TimeAgo at={batch.createdAt} style="words" />
          </div>
        </div>
        <BatchActions batch={batch} title={title} />
      </header>
      <div className={classes['facts']}>
        <div className={classes['progress']}>
          <BatchProgress batch={batch} label={title} />
        </div>
        {reason !== null && <p className={classes['quiet']}>Reason given: {reason}</p>}
        {solution !== null && (
          <section aria-label="How they were matched">
            <h2 className={classes['heading']}>How they were matched</h2>
            <p className={classes['solution']}>
              {sayCount(solution.placed, 'job')} placed. {saySolution(solution).join(' ')}
            </p>
          </section>
        )}
      </div>
      <BatchItems batchId={batchId} batch={batch} progress={done} />
    </article>
  );
}

/** The link that led here is gone: a screen reader goes on from the title. */
function Heading({ children }: { children: string }) {
  const heading = useRef<HTMLHeadingElement>(null);
  useEffect(() => {
    if (document.activeElement === document.body) heading.current?.focus({ preventScroll: true });
  }, []);
  return (
    <h1 ref={heading} tabIndex={-1} className={classes['title']}>
      {children}
    </h1>
  );
}

function BatchSkeleton() {
  return (
    <div className={classes['notice']} aria-busy>
      <Skeleton height={18} width="35%" radius="xl" />
      <Skeleton height={12} width="20%" radius="xl" my={12} />
      <Skeleton height={6} my={16} />
      {[70, 58, 76, 49].map((width) => (
        <Skeleton key={width} height={12} width={`${width}%`} radius="xl" my={14} />
      ))}
    </div>
  );
}

function NoSuchBatch() {
  return (
    <EmptyState
      icon={IconFileUnknown}
      title="There is no such batch"
      actions={
        <Button component={Link} href="/batches" variant="default">
          To all batches
        </Button>
      }
    >
      The address may be mistyped, or it belongs to another Muster.
    </EmptyState>
  );
}
