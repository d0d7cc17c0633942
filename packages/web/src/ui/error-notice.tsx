import { Button, CloseButton } from '@mantine/core';
import { IconAlertTriangle } from '@tabler/icons-react';
import { describeRequestError } from '../graphql/request-error.ts';
import { CopyButton } from './copy-button.tsx';
import classes from './notice.module.css';

interface ErrorNoticeProps {
  /** What was thrown or returned: a request's failure, a refusal of the server, any error. */
  error: unknown;
  /** What failed, when the error itself does not say: "The job was not created". */
  title?: string;
  onRetry?: () => void;
  /** Where nothing else makes it go away. */
  onDismiss?: () => void;
}

/** A failure, beside the thing that failed: what happened, what it means, and the id to report. */
export function ErrorNotice({ error, title, onRetry, onDismiss }: ErrorNoticeProps) {
  const described = describeRequestError(error);
  return (
    <div className={classes['notice']} role="alert">
      <IconAlertTriangle className={classes['icon']} size={16} aria-hidden />
      <div className={classes['body']}>
        <div className={classes['title']}>{title ?? described.title}</div>
        <div>{described.detail}</div>
        {described.requestId !== null && (
          <div className={classes['id']}>
            request {described.requestId}
            <CopyButton text={described.requestId} what="the request id" />
          </div>
        )}
      </div>
      {onRetry !== undefined && (
        <Button variant="default" onClick={onRetry}>
          Try again
        </Button>
      )}
      {onDismiss !== undefined && (
        <CloseButton size="sm" aria-label="Dismiss" onClick={onDismiss} />
      )}
    </div>
  );
}
