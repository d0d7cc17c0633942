// biome-ignore-all lint/a11y/useSemanticElements: a real table cannot lay out only the rows in sight.
// biome-ignore-all lint/a11y/useFocusableInteractive: it is a table of links; the links have the focus.
import { memo } from 'react';
import { Link } from 'wouter';
import { type FragmentOf, readFragment } from '../../../graphql/tada.ts';
import { clsx } from '../../../ui/clsx.ts';
import { JobStatusBadge } from '../../../ui/job-status-badge.tsx';
import { PriorityMark } from '../../../ui/priority-mark.tsx';
import { TickBox } from '../../../ui/tick-box.tsx';
import { TimeAgo } from '../../../ui/time-ago.tsx';
import { useFlash } from '../../../ui/use-flash.ts';
import type { Ticking } from '../batch/use-selection.ts';
import { WaitingBriefly } from '../waiting/waiting-briefly.tsx';
import type { WaitingFacts } from '../waiting/waiting-words.ts';
import { JobRow_JobFragment } from './job-row-fragment.ts';
import classes from './job-table.module.css';

interface JobRowProps {
  job: FragmentOf<typeof JobRow_JobFragment>;
  /** From 1, the header included, as `aria-rowindex` counts. */
  rowIndex: number;
  /** Pixels from the top of the list. */
  offset: number;
  open: boolean;
  href: string;
  /** Why it waits, once that is known. */
  waiting: WaitingFacts | null;
  ticked: boolean;
  ticking: Ticking;
}

/** One job in a line. Its title is the link that j and k move the focus along. */
export const JobRow = memo(function JobRow({
  job,
  rowIndex,
  offset,
  open,
  href,
  waiting,
  ticked,
  ticking,
}: JobRowProps) {
  const {
    id,
    title,
    status,
    version,
    priority,
    requiredSkills,
    agent,
    createdAt,
    updatedAt,
    nextAttemptAt,
  } = readFragment(JobRow_JobFragment, job);
  const flash = useFlash<HTMLDivElement>(version);
  return (
    <div
      ref={flash}
      role="row"
      aria-rowindex={rowIndex}
      aria-current={open ? 'true' : undefined}
      className={clsx(classes['row'], open && classes['open'])}
      style={{ transform: `translateY(${offset}px)` }}
      data-job={id}
      data-ticked={ticked || undefined}
    >
      <div role="cell" className={classes['tick']}>
        <TickBox
          label={`Select “${title}”`}
          ticked={ticked}
          onTick={(range) => (range ? ticking.extend(id) : ticking.toggle(id))}
          className={classes['tickBox']}
        />
      </div>
      <div role="cell" className={classes['status']}>
        <JobStatusBadge status={status} />
      </div>
      <div role="cell" className={classes['title']}>
        <Link href={href} className={classes['link']} data-row-link>
          {title}
        </Link>
        <span className={classes['skills']}>
          {requiredSkills.map((skill) => (
            <span key={skill} className={classes['skill']}>
              {skill}
            </span>
          ))}
        </span>
      </div>
      <div role="cell" className={classes['agent']}>
        {status === 'PENDING' ? (
          waiting !== null && <WaitingBriefly waiting={waiting} nextAttemptAt={nextAttemptAt} />
        ) : (
          <span className={classes['agentName']}>{agent?.name}</span>
        )}
      </div>
      <div role="cell" className={classes['priority']}>
        <PriorityMark priority={priority} />
      </div>
      <div role="cell" className={classes['updated']}>
        <TimeAgo at={updatedAt} />
      </div>
      <div role="cell" className={classes['created']}>
        <TimeAgo at={createdAt} />
      </div>
    </div>
  );
});
