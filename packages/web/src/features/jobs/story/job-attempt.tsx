import { IconChevronRight } from '@tabler/icons-react';
import { useState } from 'react';
import { type FragmentOf, type ResultOf, readFragment } from '../../../graphql/tada.ts';
import { JobStatusBadge } from '../../../ui/job-status-badge.tsx';
import { duration } from '../../../ui/relative-time.ts';
import { attemptOutcome } from './attempt-outcome.ts';
import { JobAttempt_AssignmentFragment } from './job-attempt-fragment.ts';
import { JobLogItem } from './job-log-item.tsx';
import type { JobLogItem_JobLogFragment } from './job-log-item-fragment.ts';
import classes from './job-story.module.css';
import { RefusedReport } from './refused-report.tsx';

type Entry = ResultOf<typeof JobLogItem_JobLogFragment> & {
  log: FragmentOf<typeof JobLogItem_JobLogFragment>;
};

interface JobAttemptProps {
  /** Counted in what is shown, until the assignment has come and says it. */
  number: number;
  entries: readonly Entry[];
  assignment: FragmentOf<typeof JobAttempt_AssignmentFragment> | undefined;
  /** The latest attempt is open; those before it are folded to a line. */
  latest: boolean;
}

/** One agent's attempt at the job, foldable: its number, its outcome, and what was refused of it. */
export function JobAttempt({ number, entries, assignment: masked, latest }: JobAttemptProps) {
  const [choice, setChoice] = useState<boolean | null>(null);
  const open = choice ?? latest;
  const [first, last] = [entries[0], entries.at(-1)];
  const assignment = readFragment(JobAttempt_AssignmentFragment, masked) ?? null;
  if (first === undefined || last === undefined) return null;
  const tookMs = Date.parse(last.createdAt) - Date.parse(first.createdAt);
  const ended = last.status !== 'ASSIGNED' && last.status !== 'IN_PROGRESS';
  const waits = last.jobStatus === 'PENDING' ? 'to be tried again' : null;
  const outcome = assignment && attemptOutcome(assignment.state, latest ? waits : 'tried again');
  // Folded, what went wrong can still be read: the line is what the server said of it, and of what came next.
  const said = open || last.status === 'COMPLETED' ? null : last.message;
  return (
    <li className={classes['attempt']}>
      <button
        type="button"
        className={classes['attemptHead']}
        aria-expanded={open}
        onClick={() => setChoice(!open)}
      >
        <IconChevronRight size={14} className={classes['chevron']} aria-hidden />
        <span className={classes['attemptAbout']}>
          <span>Attempt {assignment?.attempt ?? number}</span>
          <span className={classes['attemptAgent']}>{first.agent?.name}</span>
          {outcome && <JobStatusBadge status={outcome.status} label={outcome.words} />}
          {ended && <span className={classes['when']}>{duration(tookMs)}</span>}
          {said !== null && <span className={classes['attemptSaid']}>{said}</span>}
        </span>
      </button>
      {open && (
        <ol className={classes['attemptItems']}>
          {entries.map((entry) => (
            <JobLogItem key={entry.id} log={entry.log} />
          ))}
          {assignment?.refusedReports.toReversed().map((report) => (
            <RefusedReport
              key={report.createdAt}
              report={report}
              agentName={first.agent?.name ?? 'The agent'}
            />
          ))}
        </ol>
      )}
    </li>
  );
}
