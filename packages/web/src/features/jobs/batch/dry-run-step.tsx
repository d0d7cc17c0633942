import { Button, Skeleton, TextInput } from '@mantine/core';
import { useEffect, useRef, useState } from 'react';
import { ErrorNotice } from '../../../ui/error-notice.tsx';
import type { BatchRequest } from './batch-api.ts';
import classes from './batch-dialog.module.css';
import { DryRunOutcome } from './dry-run-outcome.tsx';
import { batchWords, whatChanged } from './preview-words.ts';
import { useBatchRun } from './use-batch-run.ts';

interface DryRunStepProps {
  request: BatchRequest;
  /** Who was chosen to get the jobs, where somebody was. */
  agentName: string | null;
  onOtherAgent: () => void;
  onClose: () => void;
  onStarted: () => void;
}

/** What would come of it now, and the confirmation, which does exactly that or shows what changed. */
export function DryRunStep(props: DryRunStepProps) {
  const { request, agentName, onOtherAgent, onClose, onStarted } = props;
  const { action } = request;
  const { preview, outdated, busy, error, look, start } = useBatchRun(request);
  const [reason, setReason] = useState('');
  const words = batchWords[action];
  const confirm = useRef<HTMLButtonElement>(null);
  const dismiss = useRef<HTMLButtonElement>(null);

  // The step before took the focus with it.
  useEffect(() => dismiss.current?.focus(), []);
  const canStart = preview !== null && preview.eligible > 0 && busy !== 'looking';
  useEffect(() => {
    // Enter goes on, but never takes running work away: there the safe button keeps the focus.
    const waits = document.activeElement === dismiss.current;
    if (canStart && waits && action !== 'cancel') confirm.current?.focus();
  }, [canStart, action]);

  const submit = async () => {
    if (!(await start(reason.trim()))) return;
    onClose();
    onStarted();
  };

  return (
    <div>
      {agentName !== null && (
        <div className={classes['agent']}>
          To <span className={classes['agentName']}>{agentName}</span>
          <Button variant="subtle" size="compact-xs" onClick={onOtherAgent}>
            Another agent
          </Button>
        </div>
      )}
      {preview !== null && outdated !== null && (
        <div className={classes['changed']} role="alert">
          <strong>Nothing was done yet: this changed since you looked.</strong>
          <ul>
            {whatChanged(outdated, preview, action).map((change) => (
              <li key={change}>{change}</li>
            ))}
          </ul>
        </div>
      )}
      {preview !== null && <DryRunOutcome preview={preview} action={action} />}
      {preview === null && error === null && <DryRunSkeleton />}
      {action === 'cancel' && (
        <TextInput
          className={classes['field'] ?? ''}
          label="Reason"
          description="For the log of each job; you may leave it out."
          maxLength={4000}
          value={reason}
          onChange={(event) => setReason(event.currentTarget.value)}
        />
      )}
      {error !== null && (
        <div className={classes['error']}>
          <ErrorNotice
            error={error}
            title={preview === null ? 'What would happen is not known' : 'It was not started'}
            onRetry={look}
          />
        </div>
      )}
      <div className={classes['actions']}>
        <Button ref={dismiss} data-autofocus variant="default" onClick={onClose}>
          {words.dismiss}
        </Button>
        <Button
          ref={confirm}
          {...(action === 'cancel' && { color: 'red.8' })}
          disabled={!canStart}
          loading={busy === 'starting'}
          onClick={() => void submit()}
        >
          {words.confirm(preview?.eligible ?? 0)}
        </Button>
      </div>
    </div>
  );
}

function DryRunSkeleton() {
  return (
    <div role="status" aria-busy aria-label="Looking at what would happen">
      <Skeleton height={20} width="55%" my={4} />
      <Skeleton height={6} my={10} />
      <Skeleton height={12} width="80%" my={8} />
      <Skeleton height={12} width="65%" my={8} />
    </div>
  );
}
