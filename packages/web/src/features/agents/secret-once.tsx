import { Alert, Button, Code, CopyButton, Group, Text } from '@mantine/core';
import { IconAlertTriangle, IconCheck, IconCopy } from '@tabler/icons-react';
import type { ReactNode } from 'react';
import classes from './agent-form.module.css';

interface SecretOnceProps {
  readonly label: string;
  readonly value: string;
  /** What is lost when it is not kept, and how to get another. */
  readonly children: ReactNode;
}

/** A token or secret on the only occasion it can be seen. */
export function SecretOnce({ label, value, children }: SecretOnceProps) {
  return (
    <Alert color="yellow" icon={<IconAlertTriangle aria-hidden />} title={label}>
      <Group gap="xs" wrap="nowrap" align="center">
        <Code className={classes['secretValue'] ?? ''}>{value}</Code>
        <CopyButton value={value}>
          {({ copied, copy }) => (
            <Button
              variant="filled"
              onClick={copy}
              leftSection={
                copied ? <IconCheck size={14} aria-hidden /> : <IconCopy size={14} aria-hidden />
              }
            >
              {copied ? 'Copied' : 'Copy'}
            </Button>
          )}
        </CopyButton>
      </Group>
      <Text size="sm" mt="xs">
        {children}
      </Text>
    </Alert>
  );
}
