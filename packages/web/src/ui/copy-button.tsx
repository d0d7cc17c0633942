import { ActionIcon } from '@mantine/core';
import { useClipboard } from '@mantine/hooks';
import { IconCheck, IconCopy } from '@tabler/icons-react';

interface CopyButtonProps {
  text: string | (() => string);
  /** What is copied: "the job's id". */
  what: string;
}

export function CopyButton({ text, what }: CopyButtonProps) {
  const clipboard = useClipboard({ timeout: 1500 });
  const label = clipboard.copied ? 'Copied' : `Copy ${what}`;
  return (
    <ActionIcon
      size="sm"
      aria-label={label}
      title={label}
      onClick={() => clipboard.copy(typeof text === 'function' ? text() : text)}
    >
      {clipboard.copied ? (
        <IconCheck size={14} color="var(--m-green)" aria-hidden />
      ) : (
        <IconCopy size={14} aria-hidden />
      )}
    </ActionIcon>
  );
}
