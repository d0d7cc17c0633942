import { Button } from '@mantine/core';
import { useState } from 'react';
import { useQuery } from 'urql';
import { Link, useLocation, useSearch } from 'wouter';
import { type FragmentOf, graphql, readFragment } from '../../graphql/tada.ts';
import { ErrorNotice } from '../../ui/error-notice.tsx';
import { StatusBadge } from '../../ui/status-badge.tsx';
import classes from './batch-items.module.css';
import { BatchItemsSkeleton } from './batch-items-skeleton.tsx';
import { type BatchItemOutcome, outcomeLook } from './batch-look.ts';
import { BatchProgress_BatchFragment } from './batch-progress.tsx';
import { OutcomeFilter, readOutcome } from './outcome-filter.tsx';
import { useFreshItems } from './use-fresh-items.ts';
import { useRowKeys } from './use-row-keys.ts';

const BatchItemRow_ItemFragment = graphql(`
  fragment BatchItemRow_ItemFragment on BatchItem {
    id
    outcome
    message
    agent { id name }
    job { id title }
  }
`);

const BatchItems_ConnectionFragment = graphql(
  `
    fragment BatchItems_ConnectionFragment on BatchItemsConnection {
      pageInfo { hasNextPage endCursor }
      edges { node { id ...BatchItemRow_ItemFragment } }
    }
  `,
  [BatchItemRow_ItemFragment],
);

const BatchItems_Query = graphql(
  `
    query BatchItems($id: ID!, $first: Int!, $after: String, $outcome: [BatchItemOutcome!]) {
      batch(id: $id) {
        id
        items(first: $first, after: $after, outcome: $outcome) {
          ...BatchItems_ConnectionFragment
        }
      }
    }
  `,
  [BatchItems_ConnectionFragment],
);

const pageSize = 50;

interface Shown {
  batchId: string;
  outcome: BatchItemOutcome | null;
  /** Grows while the batch runs: with it the rows are read again. */
  progress: number;
}

interface BatchItemsProps extends Omit<Shown, 'outcome'> {
  batch: FragmentOf<typeof BatchProgress_BatchFragment>;
}

/** What became of each job, and why; all of them, or those with one outcome. */
export function BatchItems({ batch, ...shown }: BatchItemsProps) {
  const counts = readFragment(BatchProgress_BatchFragment, batch);
  const [path, navigate] = useLocation();
  const outcome = readOutcome(useSearch());
  const rows = useRowKeys('job');
  return (
    <section className={classes['items']} aria-label="Jobs" ref={rows}>
      <OutcomeFilter
        counts={counts}
        chosen={outcome}
        onChange={(next) =>
          navigate(next === null ? path : `${path}?outcome=${next}`, { replace: true })
        }
      />
      <Items key={outcome} {...shown} outcome={outcome} />
    </section>
  );
}

function Items(shown: Shown) {
  const [{ data, error }, look] = useItems(shown, null);
  const items = data?.batch?.items;
  if (items === undefined) {
    return error === undefined ? (
      <BatchItemsSkeleton />
    ) : (
      <div className={classes['notice']}>
        <ErrorNotice title="The jobs could not be read" error={error} onRetry={look} />
      </div>
    );
  }
  return (
    <table className={classes['table']}>
      <thead className={classes['head']}>
        <tr>
          <th scope="col">Outcome</th>
          <th scope="col">Job</th>
          <th scope="col">Agent</th>
          <th scope="col">Reason</th>
        </tr>
      </thead>
      <Rows of={items} {...shown} />
    </table>
  );
}

function useItems({ batchId, outcome, progress }: Shown, after: string | null) {
  const [result, read] = useQuery({
    query: BatchItems_Query,
    variables: {
      id: batchId,
      first: pageSize,
      after,
      outcome: outcome === null ? null : [outcome],
    },
    requestPolicy: 'cache-and-network',
  });
  const look = () => read({ requestPolicy: 'network-only' });
  useFreshItems(look, progress);
  return [result, look] as const;
}

/** A page of rows, and after it the next one once it is asked for. */
function Rows({ of, ...shown }: Shown & { of: FragmentOf<typeof BatchItems_ConnectionFragment> }) {
  const { edges, pageInfo } = readFragment(BatchItems_ConnectionFragment, of);
  const [isMoreWanted, setMoreWanted] = useState(false);
  const next = pageInfo.hasNextPage ? pageInfo.endCursor : null;
  return (
    <>
      <tbody>
        {edges.map(({ node }) => (
          <ItemRow key={node.id} item={node} />
        ))}
        {edges.length === 0 && (
          <tr>
            <td colSpan={4} className={classes['none']}>
              None of its jobs.
            </td>
          </tr>
        )}
        {next !== null && !isMoreWanted && (
          <tr>
            <td colSpan={4} className={classes['more']}>
              <Button variant="subtle" fullWidth onClick={() => setMoreWanted(true)}>
                Show more
              </Button>
            </td>
          </tr>
        )}
      </tbody>
      {next !== null && isMoreWanted && <MoreRows after={next} {...shown} />}
    </>
  );
}

function MoreRows({ after, ...shown }: Shown & { after: string }) {
  const [{ data, error }, look] = useItems(shown, after);
  const items = data?.batch?.items;
  if (items !== undefined) return <Rows of={items} {...shown} />;
  return (
    <tbody>
      <tr>
        <td colSpan={4} className={classes['more']}>
          {error === undefined ? 'Reading more…' : <ErrorNotice error={error} onRetry={look} />}
        </td>
      </tr>
    </tbody>
  );
}

function ItemRow({ item: masked }: { item: FragmentOf<typeof BatchItemRow_ItemFragment> }) {
  const { outcome, message, agent, job } = readFragment(BatchItemRow_ItemFragment, masked);
  return (
    <tr className={classes['row']}>
      <td className={classes['outcome']}>
        <StatusBadge look={outcomeLook[outcome]} />
      </td>
      <th scope="row" className={classes['job']}>
        <Link href={`/jobs/${job.id}`} className={classes['link']} data-row-link>
          {job.title}
        </Link>
      </th>
      <td className={classes['agent']}>{agent?.name}</td>
      <td className={classes['reason']}>{message}</td>
    </tr>
  );
}
