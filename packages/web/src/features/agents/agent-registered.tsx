import { Button, Stack, Text } from '@mantine/core';
import { CodeSnippet } from '../../ui/code-snippet.tsx';
import classes from './agent-form.module.css';
import type { AgentKind } from './agent-form-model.ts';
import { httpAgentSnippet, pullAgentSnippet } from './agent-snippets.ts';
import { SecretOnce } from './secret-once.tsx';

export interface RegisteredAgent {
  readonly id: string;
  readonly name: string;
  readonly kind: AgentKind;
  /** Of a PULL agent: what it signs in with. */
  readonly token: string | null;
  /** Of an HTTP agent, when one was given. */
  readonly secret: string | null;
}

/** What the new agent needs to be told before it can work, each on the only occasion it is shown. */
export function AgentRegistered({
  agent,
  onDone,
}: {
  readonly agent: RegisteredAgent;
  readonly onDone: () => void;
}) {
  return (
    <Stack gap="md">
      {agent.token !== null && (
        <SecretOnce label="Its token, shown this once" value={agent.token}>
          The agent signs in with it. Muster keeps only a hash: when it is lost, make a new token on
          the agent’s page and the old one stops working.
        </SecretOnce>
      )}
      {agent.secret !== null && (
        <SecretOnce label="Its signing secret, not shown again" value={agent.secret}>
          Give it to the agent, which checks with it that a call comes from Muster. A new one can be
          set at any time by editing the agent.
        </SecretOnce>
      )}
      {agent.kind === 'PULL' && (
        <>
          <Text size="sm">A whole agent that uses it:</Text>
          <CodeSnippet what="the pull agent" text={pullAgentSnippet(location.origin)} />
        </>
      )}
      {agent.kind === 'HTTP' && (
        <>
          <Text size="sm">A whole agent that answers at such an endpoint:</Text>
          <CodeSnippet what="the HTTP agent" text={httpAgentSnippet} />
        </>
      )}
      {agent.kind === 'OPENAI' && (
        <Text size="sm">
          It can take jobs at once. Its work is done by the model the server is set to, unless it
          names one of its own.
        </Text>
      )}
      <div className={classes['actions']}>
        <Button onClick={onDone}>Open the agent</Button>
      </div>
    </Stack>
  );
}
