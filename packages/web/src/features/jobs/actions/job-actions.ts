import type { JobStatus } from '../../../ui/job-status.ts';

export type JobAction = 'match' | 'assign' | 'cancel' | 'resubmit' | 'requestResubmission';

/** What one can do with a job in this status; the first is the primary one. */
export function actionsFor(status: JobStatus): readonly JobAction[] {
  switch (status) {
    case 'PENDING':
      return ['assign', 'match'];
    case 'ASSIGNED':
    case 'IN_PROGRESS':
      return ['cancel'];
    case 'COMPLETED':
      return ['requestResubmission'];
    case 'FAILED':
    case 'REJECTED':
    case 'RESUBMISSION_REQUIRED':
      return ['resubmit'];
  }
}

export const jobActionLabels: Readonly<Record<JobAction, string>> = {
  match: 'Match for me',
  assign: 'Assign…',
  cancel: 'Cancel assignment…',
  resubmit: 'Resubmit…',
  requestResubmission: 'Request resubmission…',
};
