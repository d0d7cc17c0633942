import { Button } from '@mantine/core';
import { lazy, Suspense, useRef, useState } from 'react';
import { useLocation } from 'wouter';
import { type FragmentOf, graphql, readFragment } from '../../graphql/tada.ts';
import { figure } from '../../ui/count-words.ts';
import { ErrorNotice } from '../../ui/error-notice.tsx';
import { useAction } from '../../ui/use-action.ts';
import classes from './batch-page.module.css';
import { retryBatch } from './batch-requests.ts';

const CancelBatchDialog = lazy(() => import('./cancel-batch-dialog.tsx'));

export const BatchActions_BatchFragment = graphql(`
  fragment BatchActions_BatchFragment on Batch {
    id
    state
    total
    done
    failed
  }
`);

interface BatchActionsProps {
  batch: FragmentOf<typeof BatchActions_BatchFragment>;
  title: string;
}

/** What can be done about a batch: ended while it runs, and then done again for those that failed. */
export function BatchActions({ batch: masked, title }: BatchActionsProps) {
  const { id, state, total, done, failed } = readFragment(BatchActions_BatchFragment, masked);
  const [asking, setAsking] = useState(false);
  const [, navigate] = useLocation();
  // One key for one page, so that a double press or a lost answer begins one batch.
  const key = useRef(crypto.randomUUID());
  const retry = useAction(async (batchId: string) => {
    navigate(`/batches/${await retryBatch(batchId, key.current)}`);
  });
  const running = state === 'RUNNING';
  return (
    <>
      {running && (
        <Button variant="default" onClick={() => setAsking(true)}>
          Cancel the rest…
        </Button>
      )}
      {!running && failed > 0 && (
        <Button loading={retry.pending} onClick={() => void retry.run(id)}>
          {failed === 1 ? 'Retry the one that failed' : `Retry the ${figure(failed)} that failed`}
        </Button>
      )}
      {retry.error !== null && (
        <div className={classes['error']}>
          <ErrorNotice error={retry.error} title="It was not begun again" />
        </div>
      )}
      {asking && running && (
        <Suspense>
          <CancelBatchDialog
            batchId={id}
            title={title}
            left={total - done}
            onClose={() => setAsking(false)}
          />
        </Suspense>
      )}
    </>
  );
}
