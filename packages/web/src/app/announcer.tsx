import { useEffect, useRef, useState } from 'react';
import { type JobChange, useJobChanges } from '../graphql/live-feed.ts';
import { jobStatusLook } from '../ui/job-status.ts';
import classes from './shell.module.css';

const gatherMs = 1_200;

/** Says changes of status to a screen reader: one by name, many by their number. */
export function Announcer() {
  const [text, setText] = useState('');
  const gathered = useRef(new Map<string, JobChange>());
  const timer = useRef<ReturnType<typeof setTimeout>>(undefined);
  useEffect(() => () => clearTimeout(timer.current), []);

  useJobChanges((change) => {
    gathered.current.set(change.job.id, change);
    clearTimeout(timer.current);
    timer.current = setTimeout(() => {
      const changes = [...gathered.current.values()];
      gathered.current.clear();
      setText(
        changes.length > 2
          ? `${changes.length} jobs changed`
          : changes
              .map(({ job, status }) => `${job.title}: ${jobStatusLook[status].label}`)
              .join('. '),
      );
    }, gatherMs);
  });

  return (
    <div className={classes['hidden']} aria-live="polite">
      {text}
    </div>
  );
}
