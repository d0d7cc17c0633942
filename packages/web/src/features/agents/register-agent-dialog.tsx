import { Button, Stack } from '@mantine/core';
import { type FormEvent, useState } from 'react';
import { ErrorNotice } from '../../ui/error-notice.tsx';
import { AgentDialog } from './agent-dialog.tsx';
import classes from './agent-form.module.css';
import { AgentForm } from './agent-form.tsx';
import { type AgentDraft, blankAgent, readRegistration } from './agent-form-model.ts';
import { useRegisterAgent } from './agent-mutations.ts';
import { AgentRegistered, type RegisteredAgent } from './agent-registered.tsx';
import { useFormProblems } from './use-form-problems.ts';

interface RegisterAgentDialogProps {
  readonly onClose: () => void;
  readonly onOpenAgent: (agentId: string) => void;
}

/** Registering an agent: the form, and then what to hand over to it. */
export default function RegisterAgentDialog({ onClose, onOpenAgent }: RegisterAgentDialogProps) {
  const [draft, setDraft] = useState<AgentDraft>(blankAgent);
  const [registered, setRegistered] = useState<RegisteredAgent | null>(null);
  const [busy, register] = useRegisterAgent();
  const found = useFormProblems();

  async function submit(event: FormEvent): Promise<void> {
    event.preventDefault();
    const reading = readRegistration(draft);
    if (!reading.ok) return found.refuse(reading.problems);
    found.clear();
    const outcome = await register(reading.input);
    switch (outcome.__typename) {
      case 'RegisterAgentSuccess': {
        const { agent, token } = outcome;
        return setRegistered({ ...agent, token, secret: reading.input.secret ?? null });
      }
      case 'ValidationFailed':
        return found.refuseInvalid(draft, outcome);
      case 'Conflict':
      case 'IdempotencyMismatch':
        return found.refuseWhole(outcome.message);
      case 'RequestFailed':
        return found.refuseRequest(outcome.error);
      default:
        outcome satisfies never;
    }
  }

  if (registered !== null) {
    return (
      <AgentDialog title={`${registered.name} is registered`} onClose={onClose}>
        <AgentRegistered agent={registered} onDone={() => onOpenAgent(registered.id)} />
      </AgentDialog>
    );
  }
  return (
    <AgentDialog title="Register an agent" onClose={onClose}>
      <form noValidate ref={found.formRef} onSubmit={(event) => void submit(event)}>
        <Stack gap="md">
          <AgentForm draft={draft} onChange={setDraft} problems={found.problems} isNew />
          {found.failure !== null && (
            <ErrorNotice title="The agent was not registered" error={found.failure} />
          )}
        </Stack>
        <div className={classes['actions']}>
          <Button variant="default" onClick={onClose}>
            Cancel
          </Button>
          <Button type="submit" loading={busy}>
            Register
          </Button>
        </div>
      </form>
    </AgentDialog>
  );
}
