import { Button, TextInput } from '@mantine/core';
import { IconKey } from '@tabler/icons-react';
import classes from './agent-form.module.css';
import { makeSecret } from './agent-form-model.ts';

interface SecretFieldProps {
  readonly value: string;
  readonly onChange: (secret: string) => void;
  readonly error: string | undefined;
  /** The agent has a secret already, which is not shown; an empty field keeps it. */
  readonly keepsOld: boolean;
}

/** The secret that signs what Muster sends to an HTTP agent: one's own, or made here. */
export function SecretField({ value, onChange, error, keepsOld }: SecretFieldProps) {
  return (
    <div className={classes['secret']}>
      <TextInput
        label="Signing secret"
        description={
          keepsOld
            ? 'Empty keeps the one it has. A new one takes effect at once: change it in the agent too.'
            : 'Signs every call as Standard Webhooks do, so that the agent knows it is Muster.'
        }
        placeholder={keepsOld ? 'Unchanged' : 'whsec_…'}
        value={value}
        error={error}
        autoComplete="off"
        spellCheck={false}
        classNames={{ input: classes['mono'] ?? '' }}
        onChange={(event) => onChange(event.currentTarget.value)}
      />
      <Button
        variant="default"
        size="sm"
        leftSection={<IconKey size={14} aria-hidden />}
        onClick={() => onChange(makeSecret((bytes) => crypto.getRandomValues(bytes)))}
      >
        Generate
      </Button>
    </div>
  );
}
