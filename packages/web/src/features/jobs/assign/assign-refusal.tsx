import { Button } from '@mantine/core';
import type { ReactNode } from 'react';
import { ErrorNotice } from '../../../ui/error-notice.tsx';
import { JobRefusal } from '../job-refusal.ts';
import classes from './assign-steps.module.css';

interface AssignRefusalProps {
  readonly error: unknown;
  readonly onBack: () => void;
  readonly onClose: () => void;
  readonly onRetry: () => void;
}

/** Why the job was not assigned, above the button that tried, with the way on from there. */
export function AssignRefusal({ error, onBack, onClose, onRetry }: AssignRefusalProps) {
  const { title, wayOn } = describe(error, { onBack, onClose, onRetry });
  return (
    <div className={classes['refusal']}>
      <ErrorNotice error={error} {...(title === null ? {} : { title })} />
      <div className={classes['refusalActions']}>{wayOn}</div>
    </div>
  );
}

function describe(
  error: unknown,
  { onBack, onClose, onRetry }: Omit<AssignRefusalProps, 'error'>,
): { title: string | null; wayOn: ReactNode } {
  const choose = (
    <Button variant="default" onClick={onBack}>
      Choose another agent
    </Button>
  );
  const retry = (
    <Button variant="default" onClick={onRetry}>
      Try again
    </Button>
  );
  const close = (
    <Button variant="default" onClick={onClose}>
      See how the job stands
    </Button>
  );
  if (!(error instanceof JobRefusal)) return { title: null, wayOn: retry };
  switch (error.typename) {
    case 'AgentAtCapacity':
      return {
        title: 'The agent has filled up',
        wayOn: (
          <>
            {choose}
            {retry}
          </>
        ),
      };
    case 'AgentUnavailable':
      return { title: 'The agent takes no jobs now', wayOn: choose };
    case 'NoAgentMatched':
      return { title: 'No agent was found; the job stays pending', wayOn: choose };
    case 'NeedsDecision':
      return { title: 'The matcher leaves it to you; the job stays pending', wayOn: choose };
    case 'IllegalTransition':
      return { title: 'The job has moved on', wayOn: close };
    case 'Conflict':
      return { title: 'The job was changed at the same moment', wayOn: retry };
    case 'NotFound':
      return { title: 'It is gone', wayOn: choose };
    case 'InputsInvalid':
    case 'ValidationFailed':
      return { title: 'The inputs were not accepted', wayOn: null };
    case 'IdempotencyMismatch':
    case 'StaleLease':
      return { title: 'It was not assigned', wayOn: retry };
  }
}
