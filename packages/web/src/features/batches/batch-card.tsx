import { ActionIcon, VisuallyHidden } from '@mantine/core';
import { IconX } from '@tabler/icons-react';
import { lazy, Suspense, useEffect, useEffectEvent, useState } from 'react';
import { useQuery } from 'urql';
import { Link } from 'wouter';
import { useLiveRefresh } from '../../graphql/live-feed.ts';
import { graphql } from '../../graphql/tada.ts';
import { StatusIcon } from '../../ui/status-badge.tsx';
import classes from './batch-cards.module.css';
import { batchLook } from './batch-look.ts';
import { BatchProgress, BatchProgress_BatchFragment } from './batch-progress.tsx';
import { batchTitle, sayProgress } from './batch-words.ts';
import { useBatchProgress } from './use-batch-progress.ts';

const CancelBatchDialog = lazy(() => import('./cancel-batch-dialog.tsx'));

const BatchCard_Query = graphql(
  `
    query BatchCard($id: ID!) {
      batch(id: $id) {
        id
        kind
        state
        total
        done
        succeeded
        failed
        skipped
        cancelled
        agent { id name }
        ...BatchProgress_BatchFragment
      }
    }
  `,
  [BatchProgress_BatchFragment],
);

/** One that ended well goes away by itself after so long. */
const wellMs = 10_000;

interface BatchCardProps {
  batchId: string;
  onDismiss: () => void;
}

/** A batch in a few lines: what it does, how far it is, and a way to end it or, once it has ended, to put it away. */
export function BatchCard({ batchId, onDismiss }: BatchCardProps) {
  const [{ data }, look] = useQuery({ query: BatchCard_Query, variables: { id: batchId } });
  useLiveRefresh(() => look({ requestPolicy: 'network-only' }));
  const [asking, setAsking] = useState(false);
  const batch = data?.batch ?? null;
  const running = batch?.state === 'RUNNING';
  useBatchProgress(batchId, running);

  const endedWell = batch?.state === 'COMPLETED' && batch.failed === 0;
  const dismiss = useEffectEvent(onDismiss);
  useEffect(() => {
    if (!endedWell) return;
    const timer = setTimeout(() => dismiss(), wellMs);
    return () => clearTimeout(timer);
  }, [endedWell]);

  if (batch === null) return null;
  const title = batchTitle(batch);
  return (
    <div className={classes['card']}>
      <Link href={`/batches/${batchId}`} className={classes['title']}>
        <StatusIcon look={batchLook(batch)} turning={running} />
        <span>{title}</span>
      </Link>
      <ActionIcon
        className={classes['end'] ?? ''}
        size="sm"
        aria-label={running ? `Cancel “${title}”` : `Dismiss “${title}”`}
        title={running ? 'Cancel the rest' : 'Dismiss'}
        onClick={() => (running ? setAsking(true) : onDismiss())}
      >
        <IconX size={14} aria-hidden />
      </ActionIcon>
      <div className={classes['progress']}>
        <BatchProgress batch={batch} label={title} />
      </div>
      {/* Its beginning and its end are said; what lies between can be read. */}
      <VisuallyHidden role="status">
        {running ? `${title}: begun` : `${title}: ${sayProgress(batch, false).join(', ')}`}
      </VisuallyHidden>
      {asking && running && (
        <Suspense>
          <CancelBatchDialog
            batchId={batchId}
            title={title}
            left={batch.total - batch.done}
            onClose={() => setAsking(false)}
          />
        </Suspense>
      )}
    </div>
  );
}
