import { type FragmentOf, graphql, readFragment } from '../../graphql/tada.ts';
import classes from './batch-progress.module.css';
import { sayProgress } from './batch-words.ts';

export const BatchProgress_BatchFragment = graphql(`
  fragment BatchProgress_BatchFragment on Batch {
    id
    state
    total
    done
    succeeded
    failed
    skipped
    cancelled
  }
`);

interface BatchProgressProps {
  batch: FragmentOf<typeof BatchProgress_BatchFragment>;
  /** What is in progress, for a screen reader. */
  label: string;
}

/** How far a batch is: a bar for the eye, its parts by what became of the jobs, and the same in words. */
export function BatchProgress({ batch: masked, label }: BatchProgressProps) {
  const batch = readFragment(BatchProgress_BatchFragment, masked);
  const { total, done, succeeded, failed, skipped } = batch;
  const [first, ...rest] = sayProgress(batch, batch.state === 'RUNNING');
  const share = (count: number) => ({ width: `${total === 0 ? 0 : (count / total) * 100}%` });
  return (
    <span className={classes['progress']}>
      <span
        className={classes['track']}
        role="progressbar"
        aria-label={label}
        aria-valuemin={0}
        aria-valuemax={total}
        aria-valuenow={done}
      >
        <span className={classes['succeeded']} style={share(succeeded)} />
        <span className={classes['failed']} style={share(failed)} />
        <span className={classes['skipped']} style={share(skipped)} />
      </span>
      <span className={classes['words']}>
        <span>{first}</span>
        {rest.map((words) => (
          <span key={words} className={classes[words.endsWith('failed') ? 'bad' : 'quiet']}>
            {words}
          </span>
        ))}
      </span>
    </span>
  );
}
