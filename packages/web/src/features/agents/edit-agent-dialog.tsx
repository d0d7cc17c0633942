import { Button, Stack } from '@mantine/core';
import { type FormEvent, useState } from 'react';
import { type FragmentOf, readFragment } from '../../graphql/tada.ts';
import { ErrorNotice } from '../../ui/error-notice.tsx';
import { AgentDialog } from './agent-dialog.tsx';
import classes from './agent-form.module.css';
import { AgentForm } from './agent-form.tsx';
import { type AgentDraft, draftOfAgent, readUpdate } from './agent-form-model.ts';
import { useUpdateAgent } from './agent-mutations.ts';
import { EditAgent_AgentFragment } from './edit-agent-fragment.ts';
import { useFormProblems } from './use-form-problems.ts';

interface EditAgentDialogProps {
  readonly agent: FragmentOf<typeof EditAgent_AgentFragment>;
  readonly onClose: () => void;
}

export default function EditAgentDialog({ agent: masked, onClose }: EditAgentDialogProps) {
  const agent = readFragment(EditAgent_AgentFragment, masked);
  // Kept as opened: changes made elsewhere meanwhile do not pull fields from under one's hands.
  const [draft, setDraft] = useState<AgentDraft>(() => draftOfAgent(agent));
  const [busy, update] = useUpdateAgent();
  const found = useFormProblems();

  async function submit(event: FormEvent): Promise<void> {
    event.preventDefault();
    const reading = readUpdate(agent.id, draft);
    if (!reading.ok) return found.refuse(reading.problems);
    found.clear();
    const outcome = await update(reading.input);
    switch (outcome.__typename) {
      case 'UpdateAgentSuccess':
        return onClose();
      case 'ValidationFailed':
        return found.refuseInvalid(draft, outcome);
      case 'NotFound':
      case 'Conflict':
        return found.refuseWhole(outcome.message);
      case 'RequestFailed':
        return found.refuseRequest(outcome.error);
      default:
        outcome satisfies never;
    }
  }

  return (
    <AgentDialog title={`Edit ${agent.name}`} onClose={onClose}>
      <form noValidate ref={found.formRef} onSubmit={(event) => void submit(event)}>
        <Stack gap="md">
          <AgentForm draft={draft} onChange={setDraft} problems={found.problems} isNew={false} />
          {found.failure !== null && (
            <ErrorNotice title="The changes were not saved" error={found.failure} />
          )}
        </Stack>
        <div className={classes['actions']}>
          <Button variant="default" onClick={onClose}>
            Cancel
          </Button>
          <Button type="submit" loading={busy}>
            Save
          </Button>
        </div>
      </form>
    </AgentDialog>
  );
}
