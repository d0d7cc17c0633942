import { AlertDialog } from '../../../ui/alert-dialog.tsx';
import { useCancelAssignment } from '../use-job-assignment.ts';

interface CancelAssignmentDialogProps {
  jobId: string;
  agentName: string | null;
  onClose: () => void;
}

export function CancelAssignmentDialog({ jobId, agentName, onClose }: CancelAssignmentDialogProps) {
  const cancel = useCancelAssignment();
  return (
    <AlertDialog
      title="Cancel this assignment?"
      confirm="Cancel assignment"
      dismiss="Keep it running"
      pending={cancel.pending}
      error={cancel.error}
      onConfirm={async () => {
        if (await cancel.run(jobId)) onClose();
      }}
      onDismiss={onClose}
    >
      {agentName === null ? 'The agent' : `Agent ${agentName}`} is told to stop and whatever it
      still reports is refused; the job returns to Pending.
    </AlertDialog>
  );
}
