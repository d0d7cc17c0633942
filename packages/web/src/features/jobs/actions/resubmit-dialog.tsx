import { Button, Group, Modal, Stack, Text } from '@mantine/core';
import { useState } from 'react';
import type { Json } from '../../../graphql/tada.ts';
import { ErrorNotice } from '../../../ui/error-notice.tsx';
import { JsonEditor } from '../../../ui/json-editor.tsx';
import { parseJson } from '../../../ui/json-text.ts';
import { useAction } from '../../../ui/use-action.ts';
import { resubmit } from '../job-requests.ts';

interface ResubmitDialogProps {
  jobId: string;
  title: string;
  inputs: Json;
  onClose: () => void;
}

/** Brings a job back, its inputs corrected where they were the reason. */
export default function ResubmitDialog({ jobId, title, inputs, onClose }: ResubmitDialogProps) {
  const [text, setText] = useState(() => (inputs === null ? '' : JSON.stringify(inputs, null, 2)));
  const { run, pending, error } = useAction(resubmit);
  const parsed = text.trim() === '' ? null : parseJson(text);
  const submit = async () => {
    if (parsed !== null && !parsed.ok) return;
    if (await run(jobId, parsed?.value)) onClose();
  };
  return (
    <Modal opened onClose={onClose} title="Resubmit the job" size="lg">
      <form
        onSubmit={(event) => {
          event.preventDefault();
          void submit();
        }}
      >
        <Stack gap="sm">
          <Text c="dimmed">
            “{title}” returns to Pending and can be assigned again, with the inputs as they stand
            here.
          </Text>
          <JsonEditor
            label="Inputs (JSON)"
            value={text}
            onChange={setText}
            minRows={8}
            maxRows={20}
          />
          {error !== null && <ErrorNotice error={error} title="The job was not resubmitted" />}
          <Group justify="flex-end" gap="xs">
            <Button variant="default" onClick={onClose}>
              Cancel
            </Button>
            <Button type="submit" loading={pending} disabled={parsed !== null && !parsed.ok}>
              Resubmit
            </Button>
          </Group>
        </Stack>
      </form>
    </Modal>
  );
}
