import { type ReactNode, useEffect, useRef } from 'react';
import { type FragmentOf, readFragment } from '../../../graphql/tada.ts';
import { JobStatusBadge } from '../../../ui/job-status-badge.tsx';
import { PriorityMark } from '../../../ui/priority-mark.tsx';
import { TimeAgo } from '../../../ui/time-ago.tsx';
import { JobHeader_JobFragment } from './job-header-fragment.ts';
import classes from './job-view.module.css';

interface JobHeaderProps {
  job: FragmentOf<typeof JobHeader_JobFragment>;
  /** Its own page has it as the first heading, a panel beside a list as the second. */
  level: 1 | 2;
  /** What leads back, before the title. */
  back: ReactNode;
  /** What leads elsewhere, after the actions: its own page, close. */
  navigation: ReactNode;
  actions: ReactNode;
  /** A line of its own below: why a pending job waits. */
  waiting: ReactNode;
}

/** Title, status, agent, priority and age in a line, and what can be done. */
export function JobHeader({ job, level, back, navigation, actions, waiting }: JobHeaderProps) {
  const { title, status, agent, priority, createdAt } = readFragment(JobHeader_JobFragment, job);
  const Heading = level === 1 ? 'h1' : 'h2';
  const heading = useRef<HTMLHeadingElement>(null);
  useEffect(() => {
    // The link that led here is gone: a screen reader goes on from the title.
    if (level === 1 && document.activeElement === document.body) {
      heading.current?.focus({ preventScroll: true });
    }
  }, [level]);
  return (
    <header className={classes['header']}>
      {back}
      <div className={classes['about']}>
        <Heading ref={heading} tabIndex={-1} className={classes['title']}>
          {title}
        </Heading>
        <div className={classes['meta']}>
          <JobStatusBadge status={status} variant="tinted" />
          {agent !== null && <span>{agent.name}</span>}
          <PriorityMark priority={priority} />
          <TimeAgo at={createdAt} />
        </div>
      </div>
      {actions}
      <div className={classes['navigation']}>{navigation}</div>
      {waiting}
    </header>
  );
}
