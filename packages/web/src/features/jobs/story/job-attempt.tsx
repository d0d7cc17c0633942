import { IconChevronRight } from '@tabler/icons-react';
import { useState } from 'react';
import type { FragmentOf, ResultOf } from '../../../graphql/tada.ts';
import { JobStatusBadge } from '../../../ui/job-status-badge.tsx';
import { duration } from '../../../ui/relative-time.ts';
import { JobLogItem } from './job-log-item.tsx';
import type { JobLogItem_JobLogFragment } from './job-log-item-fragment.ts';
import classes from './job-story.module.css';

type Entry = ResultOf<typeof JobLogItem_JobLogFragment> & {
  log: FragmentOf<typeof JobLogItem_JobLogFragment>;
};

interface JobAttemptProps {
  number: number;
  entries: readonly Entry[];
  /** The latest attempt is open; those before it are folded to a line. */
  latest: boolean;
}

/** One agent's attempt at the job, foldable. */
export function JobAttempt({ number, entries, latest }: JobAttemptProps) {
  const [choice, setChoice] = useState<boolean | null>(null);
  const open = choice ?? latest;
  const [first, last] = [entries[0], entries.at(-1)];
  if (first === undefined || last === undefined) return null;
  const tookMs = Date.parse(last.createdAt) - Date.parse(first.createdAt);
  const ended = last.status !== 'ASSIGNED' && last.status !== 'IN_PROGRESS';
  return (
    <li className={classes['attempt']}>
      <button
        type="button"
        className={classes['attemptHead']}
        aria-expanded={open}
        onClick={() => setChoice(!open)}
      >
        <IconChevronRight size={14} className={classes['chevron']} aria-hidden />
        <span>Attempt {number}</span>
        <span className={classes['attemptAgent']}>{first.agent?.name}</span>
        {!open && <JobStatusBadge status={last.status} />}
        {ended && <span className={classes['when']}>{duration(tookMs)}</span>}
      </button>
      {open && (
        <ol className={classes['attemptItems']}>
          {entries.map((entry) => (
            <JobLogItem key={entry.id} log={entry.log} />
          ))}
        </ol>
      )}
    </li>
  );
}
