import { Link } from 'wouter';
import { type FragmentOf, graphql, readFragment } from '../../graphql/tada.ts';
import { StatusBadge } from '../../ui/status-badge.tsx';
import { TimeAgo } from '../../ui/time-ago.tsx';
import { batchLook } from './batch-look.ts';
import { BatchProgress, BatchProgress_BatchFragment } from './batch-progress.tsx';
import { batchTitle, sayActor } from './batch-words.ts';
import classes from './batches-table.module.css';
import { useBatchProgress } from './use-batch-progress.ts';

export const BatchRow_BatchFragment = graphql(
  `
    fragment BatchRow_BatchFragment on Batch {
      id
      kind
      state
      total
      failed
      actor
      createdAt
      agent { id name }
      ...BatchProgress_BatchFragment
    }
  `,
  [BatchProgress_BatchFragment],
);

export function BatchRow({ batch: masked }: { batch: FragmentOf<typeof BatchRow_BatchFragment> }) {
  const batch = readFragment(BatchRow_BatchFragment, masked);
  const running = batch.state === 'RUNNING';
  useBatchProgress(batch.id, running);
  const title = batchTitle(batch);
  return (
    <tr className={classes['row']}>
      <th scope="row" className={classes['name']}>
        <Link href={`/batches/${batch.id}`} className={classes['link']} data-row-link>
          {title}
        </Link>
      </th>
      <td className={classes['state']}>
        <StatusBadge look={batchLook(batch)} turning={running} />
      </td>
      <td className={classes['progress']}>
        <BatchProgress batch={batch} label={title} />
      </td>
      <td className={classes['actor']}>{sayActor(batch.actor)}</td>
      <td className={classes['age']}>
        <TimeAgo at={batch.createdAt} />
      </td>
    </tr>
  );
}
