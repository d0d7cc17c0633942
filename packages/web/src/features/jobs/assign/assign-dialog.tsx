import { lazy, Suspense, useEffect } from 'react';
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

/** Gives the focus back to where it was, as the dialog itself cannot: it is gone when it closes. */
function useReturnFocus(opened: boolean): void {
  useEffect(() => {
    if (!opened) return;
    const before = document.activeElement;
    return () => {
      const lost = document.activeElement === null || document.activeElement === document.body;
      if (lost && before instanceof HTMLElement) before.focus({ preventScroll: true });
    };
  }, [opened]);
}
