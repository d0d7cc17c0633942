import { AlertDialog } from '../../ui/alert-dialog.tsx';
import { sayCount } from '../../ui/count-words.ts';
import { useAction } from '../../ui/use-action.ts';
import { cancelBatch } from './batch-requests.ts';

interface CancelBatchDialogProps {
  batchId: string;
  title: string;
  /** Jobs that it has not come to yet. */
  left: number;
  onClose: () => void;
}

export default function CancelBatchDialog({
  batchId,
  title,
  left,
  onClose,
}: CancelBatchDialogProps) {
  const cancel = useAction(cancelBatch);
  return (
    <AlertDialog
      title={`Cancel “${title}”?`}
      confirm="Cancel the rest"
      dismiss="Keep it running"
      pending={cancel.pending}
      error={cancel.error}
      onConfirm={async () => {
        if (await cancel.run(batchId)) onClose();
      }}
      onDismiss={onClose}
    >
      {left === 1
        ? 'The one job that it has not come to stays as it is.'
        : `The ${sayCount(left, 'job')} that it has not come to stay as they are.`}{' '}
      What is done stays done.
    </AlertDialog>
  );
}
