import { IconClock } from '@tabler/icons-react';
import { type FragmentOf, readFragment } from '../../../graphql/tada.ts';
import { useNow } from '../../../ui/use-now.ts';
import classes from './waiting.module.css';
import { Waiting_JobFragment } from './waiting-fragment.ts';
import { sayWaiting } from './waiting-words.ts';

/** One line under the header of a pending job: why nothing happens. Its height is the same while it waits. */
export function WaitingLine({ job }: { readonly job: FragmentOf<typeof Waiting_JobFragment> }) {
  const { status, waiting, nextAttemptAt } = readFragment(Waiting_JobFragment, job);
  const nowMs = useNow('brisk');
  if (status !== 'PENDING') return null;
  const said = waiting === null ? '' : sayWaiting(waiting, { nextAttemptAt, nowMs });
  return (
    <p className={classes['line']}>
      <IconClock size={14} aria-hidden />
      <span className={classes['lineText']} title={said}>
        {said}
      </span>
    </p>
  );
}
