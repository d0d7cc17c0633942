import { Button, CopyButton } from '@mantine/core';
import { IconAlertTriangle, IconCheck, IconCopy } from '@tabler/icons-react';
import type { ReactNode } from 'react';
import classes from './secret-once.module.css';

interface SecretOnceProps {
  readonly label: string;
  readonly value: string;
  /** What is lost when it is not kept, and how to get another. */
  readonly children: ReactNode;
}

/** A token or secret on the only occasion it can be seen. */
export function SecretOnce({ label, value, children }: SecretOnceProps) {
  return (
    <div className={classes['once']}>
      <div className={classes['label']}>
        <IconAlertTriangle size={16} aria-hidden />
        {label}
      </div>
      <div className={classes['row']}>
        <code className={classes['value']}>{value}</code>
        <CopyButton value={value}>
          {({ copied, copy }) => (
            <Button
              onClick={copy}
              leftSection={
                copied ? <IconCheck size={14} aria-hidden /> : <IconCopy size={14} aria-hidden />
              }
            >
              {copied ? 'Copied' : 'Copy'}
            </Button>
          )}
        </CopyButton>
      </div>
      <p className={classes['text']}>{children}</p>
    </div>
  );
}
