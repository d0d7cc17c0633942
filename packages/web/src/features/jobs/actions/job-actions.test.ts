import { expect, it } from 'vitest';
import { jobStatuses } from '../../../ui/job-status.ts';
import { actionsFor } from './job-actions.ts';

it('every status offers what can be done with it, the primary action first', () => {
  expect(Object.fromEntries(jobStatuses.map((status) => [status, actionsFor(status)]))).toEqual({
    PENDING: ['assign', 'match'],
    ASSIGNED: ['cancel'],
    IN_PROGRESS: ['cancel'],
    COMPLETED: ['requestResubmission'],
    FAILED: ['resubmit'],
    REJECTED: ['resubmit'],
    RESUBMISSION_REQUIRED: ['resubmit'],
  });
});
