import { IconAlertTriangle, IconArrowRightDashed } from '@tabler/icons-react';
import { jobStatusLook, type StatusLook } from '../../ui/job-status.ts';

interface BatchFacts {
  readonly state: 'RUNNING' | 'COMPLETED' | 'CANCELLED';
  readonly failed: number;
}

/** How a batch is called, drawn and coloured: as the status of a job that its state is like. */
export function batchLook({ state, failed }: BatchFacts): StatusLook {
  switch (state) {
    case 'RUNNING':
      return { ...jobStatusLook.IN_PROGRESS, label: 'Running' };
    case 'COMPLETED':
      return failed > 0
        ? { label: 'With failures', icon: IconAlertTriangle, tone: 'orange' }
        : jobStatusLook.COMPLETED;
    case 'CANCELLED':
      return jobStatusLook.CANCELLED;
  }
}

/** What became of a job in a batch, in the order in which one looks for it. */
export const outcomeLook = {
  FAILED: jobStatusLook.FAILED,
  SKIPPED: { label: 'Skipped', icon: IconArrowRightDashed, tone: 'grey' },
  SUCCEEDED: { ...jobStatusLook.COMPLETED, label: 'Succeeded' },
  PENDING: { ...jobStatusLook.PENDING, label: 'Waiting' },
  CANCELLED: { ...jobStatusLook.CANCELLED, label: 'Left as it was' },
} as const satisfies Record<string, StatusLook>;

export type BatchItemOutcome = keyof typeof outcomeLook;
