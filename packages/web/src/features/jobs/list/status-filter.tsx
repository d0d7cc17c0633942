import { type JobStatus, jobStatuses, jobStatusLook } from '../../../ui/job-status.ts';
import { JobStatusIcon } from '../../../ui/job-status-badge.tsx';
import { useStatusCounts } from '../use-status-counts.ts';
import classes from './status-filter.module.css';

interface StatusFilterProps {
  /** Those that may be chosen. */
  offered: readonly JobStatus[];
  /** Empty: all that are offered. */
  chosen: readonly JobStatus[];
  onChange: (chosen: readonly JobStatus[]) => void;
}

/** What is happening at a glance, each count also being the filter for it. */
export function StatusFilter({ offered, chosen, onChange }: StatusFilterProps) {
  const counts = useStatusCounts();
  const total = counts && offered.reduce((sum, status) => sum + counts[status], 0);
  const toggle = (status: JobStatus) =>
    onChange(jobStatuses.filter((one) => (one === status) !== chosen.includes(one)));
  return (
    <fieldset className={classes['filter']} aria-label="Filter by status">
      <button
        type="button"
        className={classes['chip']}
        aria-pressed={chosen.length === 0}
        onClick={() => onChange([])}
      >
        All <span className={classes['count']}>{total}</span>
      </button>
      {offered.map((status) => (
        <button
          key={status}
          type="button"
          className={classes['chip']}
          aria-pressed={chosen.includes(status)}
          title={jobStatusLook[status].label}
          onClick={() => toggle(status)}
        >
          <JobStatusIcon status={status} size={14} />
          <span className={classes['label']}>{jobStatusLook[status].label}</span>
          <span className={classes['count']}>{counts?.[status]}</span>
        </button>
      ))}
    </fieldset>
  );
}
