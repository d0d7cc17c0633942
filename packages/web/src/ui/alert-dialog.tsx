import { Button } from '@mantine/core';
import { type ReactNode, useEffect, useId, useRef } from 'react';
import classes from './alert-dialog.module.css';
import { ErrorNotice } from './error-notice.tsx';

interface AlertDialogProps {
  title: string;
  /** What will happen, in a sentence. */
  children: ReactNode;
  /** The button that does it, as a verb: "Cancel the assignment". */
  confirm: string;
  /** The button that does nothing; it has the focus. */
  dismiss: string;
  pending: boolean;
  error: unknown;
  onConfirm: () => void;
  onDismiss: () => void;
}

/**
 * Asks once before something that cannot simply be taken back. The browser's own modal dialog keeps
 * the focus inside and gives it back afterwards. On failure it stays open and says why.
 */
export function AlertDialog(props: AlertDialogProps) {
  const dialog = useRef<HTMLDialogElement>(null);
  const safe = useRef<HTMLButtonElement>(null);
  const titleId = useId();
  const textId = useId();

  useEffect(() => {
    const element = dialog.current;
    if (element === null) return;
    const opener = document.activeElement;
    element.showModal();
    safe.current?.focus();
    return () => {
      element.close();
      if (opener instanceof HTMLElement && opener.isConnected) opener.focus();
    };
  }, []);

  return (
    <dialog
      ref={dialog}
      role="alertdialog"
      className={classes['dialog']}
      aria-labelledby={titleId}
      aria-describedby={textId}
      onCancel={(event) => {
        event.preventDefault();
        if (!props.pending) props.onDismiss();
      }}
    >
      <h2 id={titleId} className={classes['title']}>
        {props.title}
      </h2>
      <p id={textId} className={classes['text']}>
        {props.children}
      </p>
      {props.error !== null && (
        <div className={classes['error']}>
          <ErrorNotice error={props.error} title="It was not done" />
        </div>
      )}
      <div className={classes['buttons']}>
        <Button ref={safe} variant="default" disabled={props.pending} onClick={props.onDismiss}>
          {props.dismiss}
        </Button>
        <Button color="red.8" loading={props.pending} onClick={props.onConfirm}>
          {props.confirm}
        </Button>
      </div>
    </dialog>
  );
}
