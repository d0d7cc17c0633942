import { lazy, Suspense } from 'react';

const AssignSteps = lazy(() => import('./assign-steps.tsx'));

export interface AssignDialogProps {
  readonly jobId: string;
  readonly opened: boolean;
  readonly onClose: () => void;
  readonly onAssigned?: (() => void) | undefined;
}

/** Assigning a job: who, then with what. Its parts are loaded when it is first opened. */
export function AssignDialog({ opened, ...steps }: AssignDialogProps) {
  if (!opened) return null;
  return (
    <Suspense>
      <AssignSteps {...steps} />
    </Suspense>
  );
}
