import {
  IconArrowBackUp,
  IconBan,
  IconCheck,
  IconCircle,
  IconLinkOff,
  IconLoader2,
  IconSlash,
  IconUser,
  IconX,
} from '@tabler/icons-react';

/** The colours of status; tokens.css holds a text colour and a tint for each. */
export type StatusTone = 'grey' | 'blue' | 'violet' | 'green' | 'red' | 'orange' | 'yellow';

export interface StatusLook {
  label: string;
  icon: typeof IconCircle;
  tone: StatusTone;
}

const turning = { icon: IconLoader2, tone: 'violet' } as const;

/** The language of status: what each status is called, drawn and coloured, everywhere. */
export const jobStatusLook = {
  PENDING: { label: 'Pending', icon: IconCircle, tone: 'grey' },
  ASSIGNED: { label: 'Assigned', icon: IconUser, tone: 'blue' },
  IN_PROGRESS: { label: 'In progress', ...turning },
  COMPLETED: { label: 'Completed', icon: IconCheck, tone: 'green' },
  FAILED: { label: 'Failed', icon: IconX, tone: 'red' },
  REJECTED: { label: 'Rejected', icon: IconSlash, tone: 'orange' },
  RESUBMISSION_REQUIRED: { label: 'Resubmission required', icon: IconArrowBackUp, tone: 'yellow' },
  CANCELLED: { label: 'Cancelled', icon: IconBan, tone: 'grey' },
  MATCHING_FAILED: { label: 'Matching failed', icon: IconLinkOff, tone: 'orange' },
} as const satisfies Record<string, StatusLook>;

/** Every status that the log knows; a job itself never is CANCELLED or MATCHING_FAILED. */
export type JobLogStatus = keyof typeof jobStatusLook;
export type JobStatus = Exclude<JobLogStatus, 'CANCELLED' | 'MATCHING_FAILED'>;

/** In the order of a job's life. */
export const jobStatuses = [
  'PENDING',
  'ASSIGNED',
  'IN_PROGRESS',
  'RESUBMISSION_REQUIRED',
  'FAILED',
  'REJECTED',
  'COMPLETED',
] as const satisfies readonly JobStatus[];

/** A job in one of these goes on only when a person acts. */
export const statusesThatNeedYou = [
  'RESUBMISSION_REQUIRED',
  'FAILED',
  'REJECTED',
] as const satisfies readonly JobStatus[];
