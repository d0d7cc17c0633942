import { lazy, Suspense } from 'react';
import { useReturnFocus } from '../../../ui/use-return-focus.ts';
import type { AssignStepsProps } from './assign-steps.tsx';

const AssignSteps = lazy(() => import('./assign-steps.tsx'));

interface AssignDialogProps extends AssignStepsProps {
  readonly opened: boolean;
}

/** Assigning a job: who, then with what. Its parts are loaded when it is first opened. */
export function AssignDialog({ opened, ...steps }: AssignDialogProps) {
  useReturnFocus(opened);
  if (!opened) return null;
  return (
    <Suspense>
      <AssignSteps {...steps} />
    </Suspense>
  );
}
