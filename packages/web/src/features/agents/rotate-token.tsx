import { Button } from '@mantine/core';
import { useCallback, useState } from 'react';
import { AlertDialog } from '../../ui/alert-dialog.tsx';
import { useAction } from '../../ui/use-action.ts';
import { rotateAgentToken } from './agent-api.ts';
import { AgentDialog } from './agent-dialog.tsx';
import classes from './agent-form.module.css';
import { SecretOnce } from './secret-once.tsx';

interface RotateTokenProps {
  readonly agentId: string;
  readonly name: string;
  readonly onClose: () => void;
}

/** Asks once, then shows the new token of a PULL agent on the only occasion it can be seen. */
export default function RotateToken({ agentId, name, onClose }: RotateTokenProps) {
  const [token, setToken] = useState<string | null>(null);
  const rotate = useAction(
    useCallback(async () => setToken(await rotateAgentToken(agentId)), [agentId]),
  );

  if (token === null) {
    return (
      <AlertDialog
        title={`Make a new token for ${name}?`}
        confirm="Make a new token"
        dismiss="Keep the present one"
        pending={rotate.pending}
        error={rotate.error}
        onConfirm={() => void rotate.run()}
        onDismiss={onClose}
      >
        The present token stops working at once: {name} can neither take jobs nor report on those it
        holds until it has the new one.
      </AlertDialog>
    );
  }
  return (
    <AgentDialog title={`A new token for ${name}`} onClose={onClose}>
      <SecretOnce label="Its token, shown this once" value={token}>
        Give it to the agent now. Muster keeps only a hash; the old token no longer works.
      </SecretOnce>
      <div className={classes['actions']}>
        <Button onClick={onClose}>Done</Button>
      </div>
    </AgentDialog>
  );
}
