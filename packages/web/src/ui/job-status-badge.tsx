import { clsx } from './clsx.ts';
import { type JobLogStatus, jobStatusLook } from './job-status.ts';
import classes from './job-status-badge.module.css';

interface JobStatusBadgeProps {
  status: JobLogStatus;
  /** Where more is to be said than the status is called. */
  label?: string;
  /** `plain` for rows, where thirty tints would be loud; `tinted` where there is one. */
  variant?: 'plain' | 'tinted';
}

/** A status as icon, word and colour. */
export function JobStatusBadge({ status, label, variant = 'plain' }: JobStatusBadgeProps) {
  const { label: name, tone } = jobStatusLook[status];
  return (
    <span
      className={clsx(classes['badge'], classes[tone], variant === 'tinted' && classes['tinted'])}
      data-status={status}
    >
      <JobStatusIcon status={status} turning />
      <span className={clsx(label === undefined && status === 'CANCELLED' && classes['struck'])}>
        {label ?? name}
      </span>
    </span>
  );
}

interface JobStatusIconProps {
  status: JobLogStatus;
  size?: number;
  /** Whether the ring of IN_PROGRESS turns: where it is going on now, not where it is history. */
  turning?: boolean;
}

/** The icon alone, for where the word stands beside it anyway. */
export function JobStatusIcon({ status, size = 15, turning = false }: JobStatusIconProps) {
  const { icon: Icon, tone } = jobStatusLook[status];
  return (
    <Icon
      className={clsx(
        classes['icon'],
        classes[tone],
        turning && status === 'IN_PROGRESS' && classes['turning'],
      )}
      color="var(--tone)"
      size={size}
      stroke={2.1}
      aria-hidden
    />
  );
}
