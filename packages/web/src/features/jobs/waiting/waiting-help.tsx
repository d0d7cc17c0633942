import { Button } from '@mantine/core';
import { useState } from 'react';
import { Link } from 'wouter';
import { ErrorNotice } from '../../../ui/error-notice.tsx';
import { AssignDialog } from '../assign/assign-dialog.tsx';
import { useAutoAssign } from '../use-job-assignment.ts';
import classes from './waiting.module.css';
import type { WaitingReason } from './waiting-words.ts';
import { type NearestAgent, type WaitingAction, whatHelps } from './what-helps.ts';

interface WaitingHelpProps {
  readonly jobId: string;
  readonly reason: WaitingReason;
  readonly nearest: NearestAgent | null;
}

/** What one can do about it, as buttons; or what it waits for, when nothing needs to be done. */
export function WaitingHelp({ jobId, reason, nearest }: WaitingHelpProps) {
  const [assigning, setAssigning] = useState(false);
  const match = useAutoAssign();
  const { advice, actions } = whatHelps(reason, nearest);

  const button = (action: WaitingAction) => {
    switch (action.kind) {
      case 'match':
        return (
          <Button
            key="match"
            variant="default"
            loading={match.pending}
            onClick={() => void match.run(jobId)}
          >
            Match for me
          </Button>
        );
      case 'assign':
        return (
          <Button key="assign" variant="default" onClick={() => setAssigning(true)}>
            Assign by hand…
          </Button>
        );
      case 'visit':
        return (
          <Button key={action.href} component={Link} href={action.href} variant="default">
            {action.label}
          </Button>
        );
    }
  };
  return (
    <>
      {advice !== null && <p className={classes['advice']}>{advice}</p>}
      {actions.length > 0 && <div className={classes['actions']}>{actions.map(button)}</div>}
      {match.error !== null && <ErrorNotice error={match.error} title="The job was not matched" />}
      <AssignDialog jobId={jobId} opened={assigning} onClose={() => setAssigning(false)} />
    </>
  );
}
