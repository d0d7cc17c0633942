import { type JobLogStatus, jobStatusLook } from './job-status.ts';
import { StatusBadge, StatusIcon } from './status-badge.tsx';

interface JobStatusBadgeProps {
  status: JobLogStatus;
  /** Where more is to be said than the status is called. */
  label?: string;
  variant?: 'plain' | 'tinted';
}

/** A job's status as icon, word and colour. */
export function JobStatusBadge({ status, label, variant = 'plain' }: JobStatusBadgeProps) {
  const look = jobStatusLook[status];
  return (
    <StatusBadge
      look={label === undefined ? look : { ...look, label }}
      turning={status === 'IN_PROGRESS'}
      struck={label === undefined && status === 'CANCELLED'}
      variant={variant}
    />
  );
}

interface JobStatusIconProps {
  status: JobLogStatus;
  size?: number;
  /** Whether the ring of IN_PROGRESS turns. */
  turning?: boolean;
}

/** The icon alone, for where the word stands beside it anyway. */
export function JobStatusIcon({ status, size = 15, turning = false }: JobStatusIconProps) {
  return (
    <StatusIcon
      look={jobStatusLook[status]}
      size={size}
      turning={turning && status === 'IN_PROGRESS'}
    />
  );
}
