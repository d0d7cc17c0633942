import { useState } from 'react';
import { ErrorNotice } from '../../../ui/error-notice.tsx';
import { useShortcut } from '../../../ui/shortcuts.ts';
import { AssignDialog } from '../assign/assign-dialog.tsx';
import { useAutoAssign } from '../use-job-assignment.ts';
import classes from './jobs-page.module.css';

/** What `a` and `m` do to the row that has the focus, while no job is open: an open one has its own. */
export function RowActions({ enabled }: { readonly enabled: boolean }) {
  const [assigning, setAssigning] = useState<string | null>(null);
  const [matched, setMatched] = useState('');
  const match = useAutoAssign();

  const assign = () => setAssigning(focusedRow()?.jobId ?? null);
  const matchRow = () => {
    const row = focusedRow();
    if (row === null) return;
    setMatched(row.title);
    void match.run(row.jobId);
  };
  useShortcut('a', 'List', 'Assign the job in focus', assign, enabled);
  useShortcut('m', 'List', 'Match the job in focus', matchRow, enabled);

  return (
    <>
      {match.error !== null && (
        <div className={classes['notice']}>
          <ErrorNotice
            error={match.error}
            title={`“${matched}” was not matched`}
            onDismiss={match.reset}
          />
        </div>
      )}
      <AssignDialog
        jobId={assigning ?? ''}
        opened={assigning !== null}
        onClose={() => setAssigning(null)}
      />
    </>
  );
}

function focusedRow(): { readonly jobId: string; readonly title: string } | null {
  const focused = document.activeElement;
  const jobId = focused?.closest<HTMLElement>('[data-job]')?.dataset['job'];
  return jobId === undefined ? null : { jobId, title: focused?.textContent ?? '' };
}
