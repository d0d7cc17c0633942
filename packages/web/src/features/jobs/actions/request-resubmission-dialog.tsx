import { Button, Group, Modal, Stack, Text, Textarea } from '@mantine/core';
import { useState } from 'react';
import { ErrorNotice } from '../../../ui/error-notice.tsx';
import { useAction } from '../../../ui/use-action.ts';
import { requestResubmission } from '../job-requests.ts';

interface RequestResubmissionDialogProps {
  jobId: string;
  title: string;
  onClose: () => void;
}

/** Sends a result back, saying what is wrong with it. */
export default function RequestResubmissionDialog({
  jobId,
  title,
  onClose,
}: RequestResubmissionDialogProps) {
  const [feedback, setFeedback] = useState('');
  const { run, pending, error } = useAction(requestResubmission);
  const said = feedback.trim();
  const submit = async () => {
    if (said !== '' && (await run(jobId, said))) onClose();
  };
  return (
    <Modal opened onClose={onClose} title="Request resubmission" size="md">
      <form
        onSubmit={(event) => {
          event.preventDefault();
          void submit();
        }}
      >
        <Stack gap="sm">
          <Text c="dimmed">
            The result of “{title}” is not accepted: the job waits, with your feedback in its story,
            until it is resubmitted.
          </Text>
          <Textarea
            label="What is wrong or missing"
            value={feedback}
            onChange={(event) => setFeedback(event.currentTarget.value)}
            required
            data-autofocus
            autosize
            minRows={3}
            maxRows={10}
          />
          {error !== null && <ErrorNotice error={error} title="The result was not sent back" />}
          <Group justify="flex-end" gap="xs">
            <Button variant="default" onClick={onClose}>
              Cancel
            </Button>
            <Button type="submit" loading={pending} disabled={said === ''}>
              Request resubmission
            </Button>
          </Group>
        </Stack>
      </form>
    </Modal>
  );
}
