import { ActionIcon, Button, Menu } from '@mantine/core';
import { IconDots } from '@tabler/icons-react';
import { lazy, Suspense, useState } from 'react';
import { type FragmentOf, readFragment } from '../../../graphql/tada.ts';
import { ErrorNotice } from '../../../ui/error-notice.tsx';
import { useShortcut } from '../../../ui/shortcuts.ts';
import { AssignDialog } from '../assign/assign-dialog.tsx';
import { useAutoAssign } from '../use-job-assignment.ts';
import { CancelAssignmentDialog } from './cancel-assignment-dialog.tsx';
import classes from './job-action-buttons.module.css';
import { JobActionButtons_JobFragment } from './job-action-buttons-fragment.ts';
import { actionsFor, type JobAction, jobActionLabels } from './job-actions.ts';

const ResubmitDialog = lazy(() => import('./resubmit-dialog.tsx'));
const RequestResubmissionDialog = lazy(() => import('./request-resubmission-dialog.tsx'));

interface JobActionButtonsProps {
  job: FragmentOf<typeof JobActionButtons_JobFragment>;
}

/** What can be done with the job as it stands: the primary action as a button, the rest in a menu. */
export function JobActionButtons({ job }: JobActionButtonsProps) {
  const { id, title, status, inputs, agent } = readFragment(JobActionButtons_JobFragment, job);
  const [dialog, setDialog] = useState<Exclude<JobAction, 'match'> | null>(null);
  const match = useAutoAssign();
  const actions = actionsFor(status);
  const [primary, ...rest] = actions;
  const close = () => setDialog(null);

  const start = (action: JobAction) => {
    match.reset();
    if (action === 'match') void match.run(id);
    else setDialog(action);
  };
  useShortcut('a', 'Job', 'Assign', () => start('assign'), actions.includes('assign'));
  useShortcut(
    'm',
    'Job',
    'Match to the best agent',
    () => start('match'),
    actions.includes('match'),
  );

  return (
    <>
      <div className={classes['actions']}>
        {primary !== undefined && (
          <Button
            variant={primary === 'assign' || primary === 'resubmit' ? 'filled' : 'default'}
            loading={match.pending}
            onClick={() => start(primary)}
          >
            {jobActionLabels[primary]}
          </Button>
        )}
        {rest.length > 0 && (
          <Menu>
            <Menu.Target>
              <ActionIcon variant="default" aria-label="More actions" title="More actions">
                <IconDots size={16} aria-hidden />
              </ActionIcon>
            </Menu.Target>
            <Menu.Dropdown>
              {rest.map((action) => (
                <Menu.Item key={action} onClick={() => start(action)}>
                  {jobActionLabels[action]}
                </Menu.Item>
              ))}
            </Menu.Dropdown>
          </Menu>
        )}
      </div>
      {match.error !== null && (
        <div className={classes['error']}>
          <ErrorNotice error={match.error} title="The job was not matched" />
        </div>
      )}
      <AssignDialog jobId={id} opened={dialog === 'assign'} onClose={close} />
      {dialog === 'cancel' && (
        <CancelAssignmentDialog jobId={id} agentName={agent?.name ?? null} onClose={close} />
      )}
      <Suspense>
        {dialog === 'resubmit' && (
          <ResubmitDialog jobId={id} title={title} inputs={inputs} onClose={close} />
        )}
        {dialog === 'requestResubmission' && (
          <RequestResubmissionDialog jobId={id} title={title} onClose={close} />
        )}
      </Suspense>
    </>
  );
}
