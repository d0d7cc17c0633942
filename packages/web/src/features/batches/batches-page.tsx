import { Button, VisuallyHidden } from '@mantine/core';
import { useDocumentTitle } from '@mantine/hooks';
import { IconListCheck } from '@tabler/icons-react';
import { useState } from 'react';
import { useQuery } from 'urql';
import { Link } from 'wouter';
import { useLiveRefresh } from '../../graphql/live-feed.ts';
import { type FragmentOf, graphql, readFragment } from '../../graphql/tada.ts';
import { sayCount } from '../../ui/count-words.ts';
import { EmptyState } from '../../ui/empty-state.tsx';
import { ErrorNotice } from '../../ui/error-notice.tsx';
import { BatchRow, BatchRow_BatchFragment } from './batch-row.tsx';
import classes from './batches-page.module.css';
import { BatchesSkeleton } from './batches-skeleton.tsx';
import table from './batches-table.module.css';
import { BatchesTableHead } from './batches-table-head.tsx';
import { useRowKeys } from './use-row-keys.ts';

const BatchesPage_ConnectionFragment = graphql(
  `
    fragment BatchesPage_ConnectionFragment on QueryBatchesConnection {
      pageInfo { hasNextPage endCursor }
      edges { node { id ...BatchRow_BatchFragment } }
    }
  `,
  [BatchRow_BatchFragment],
);

const BatchesPage_Query = graphql(
  `
    query BatchesPage($first: Int!, $after: String) {
      batches(first: $first, after: $after) { totalCount ...BatchesPage_ConnectionFragment }
    }
  `,
  [BatchesPage_ConnectionFragment],
);

const pageSize = 50;

/** What was done to many jobs at once, the newest first. */
export default function BatchesPage() {
  useDocumentTitle('Batches · Muster');
  const rows = useRowKeys('batch');
  const [{ data, error }, look] = useBatches(null);
  return (
    <section className={classes['page']} aria-label="Batches" ref={rows}>
      <VisuallyHidden component="h1">Batches</VisuallyHidden>
      {error !== undefined && (
        <div className={table['notice']}>
          <ErrorNotice title="The batches could not be read" error={error} onRetry={look} />
        </div>
      )}
      {data === undefined && error === undefined && <BatchesSkeleton />}
      {data?.batches.totalCount === 0 && <NoBatches />}
      {data !== undefined && data.batches.totalCount > 0 && (
        <table className={table['table']}>
          <caption className={table['hidden']}>
            {sayCount(data.batches.totalCount, 'batch', 'batches')}
          </caption>
          <BatchesTableHead />
          <Rows of={data.batches} />
        </table>
      )}
    </section>
  );
}

function useBatches(after: string | null) {
  const [result, read] = useQuery({
    query: BatchesPage_Query,
    variables: { first: pageSize, after },
    requestPolicy: 'cache-and-network',
  });
  const look = () => read({ requestPolicy: 'network-only' });
  useLiveRefresh(look);
  return [result, look] as const;
}

/** A page of rows, and after it the next one once it is asked for. */
function Rows({ of }: { of: FragmentOf<typeof BatchesPage_ConnectionFragment> }) {
  const { edges, pageInfo } = readFragment(BatchesPage_ConnectionFragment, of);
  const [isMoreWanted, setMoreWanted] = useState(false);
  const next = pageInfo.hasNextPage ? pageInfo.endCursor : null;
  return (
    <>
      <tbody>
        {edges.map(({ node }) => (
          <BatchRow key={node.id} batch={node} />
        ))}
        {next !== null && !isMoreWanted && (
          <tr>
            <td colSpan={5} className={table['more']}>
              <Button variant="subtle" fullWidth onClick={() => setMoreWanted(true)}>
                Show more
              </Button>
            </td>
          </tr>
        )}
      </tbody>
      {next !== null && isMoreWanted && <MoreRows after={next} />}
    </>
  );
}

function MoreRows({ after }: { after: string }) {
  const [{ data, error }, look] = useBatches(after);
  if (data !== undefined) return <Rows of={data.batches} />;
  return (
    <tbody>
      <tr>
        <td colSpan={5} className={table['more']}>
          {error === undefined ? 'Reading more…' : <ErrorNotice error={error} onRetry={look} />}
        </td>
      </tr>
    </tbody>
  );
}

function NoBatches() {
  return (
    <EmptyState
      icon={IconListCheck}
      title="No batches yet"
      actions={
        <Button component={Link} href="/jobs">
          To the jobs
        </Button>
      }
    >
      A batch does one thing to many jobs: it assigns, matches, takes back or resubmits them. Select
      jobs in the list, by their boxes or with <kbd>x</kbd>, and choose what to do below it. You see
      what would come of it before anything is done, and here what came of it.
    </EmptyState>
  );
}
