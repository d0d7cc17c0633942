import { Modal } from '@mantine/core';
import { useMediaQuery } from '@mantine/hooks';
import type { ReactNode } from 'react';
import classes from './agent-form.module.css';

interface AgentDialogProps {
  readonly title: string;
  readonly onClose: () => void;
  readonly children: ReactNode;
}

/** A dialog with a form in it: the whole screen on a phone, and not lost to a click beside it. */
export function AgentDialog({ title, onClose, children }: AgentDialogProps) {
  const isNarrow = useMediaQuery('(max-width: 600px)') ?? false;
  return (
    <Modal
      opened
      onClose={onClose}
      size="lg"
      fullScreen={isNarrow}
      title={title}
      closeOnClickOutside={false}
      closeButtonProps={{ 'aria-label': 'Close' }}
      classNames={{ title: classes['title'] ?? '' }}
    >
      {children}
    </Modal>
  );
}
