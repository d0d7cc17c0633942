import { Button, TextInput } from '@mantine/core';
import { IconCheck } from '@tabler/icons-react';
import { ErrorNotice } from '../../../ui/error-notice.tsx';
import classes from './policy.module.css';
import type { SaveOutcome } from './policy-api.ts';
import type { MatchingPolicy } from './policy-fragment.ts';

interface SavePolicyProps {
  readonly changed: boolean;
  readonly canSave: boolean;
  /** The version that was changed. */
  readonly baseVersion: number;
  readonly current: MatchingPolicy;
  readonly note: string;
  readonly onNote: (note: string) => void;
  readonly saving: boolean;
  readonly outcome: SaveOutcome | null;
  readonly onSave: () => void;
  readonly onReset: () => void;
  readonly onTakeTheirs: () => void;
  readonly onKeepMine: () => void;
}

/** Saves the next version with a note; says who was faster, when somebody was. */
export function SavePolicy(props: SavePolicyProps) {
  const { changed, canSave, baseVersion, note, saving, outcome } = props;
  const isBehind = changed && baseVersion < props.current.version;
  return (
    <form
      className={classes['save']}
      aria-label="Save the policy"
      onSubmit={(event) => {
        event.preventDefault();
        if (canSave) props.onSave();
      }}
    >
      <TextInput
        label="Note"
        description="Why it is changed, for those who look at the versions later."
        value={note}
        onChange={(event) => props.onNote(event.currentTarget.value)}
        maxLength={4000}
      />
      {isBehind && <Overtaken {...props} />}
      {outcome?.kind === 'invalid' && (
        <ErrorNotice
          title="It was not saved"
          error={
            new Error(
              outcome.issues.length > 0
                ? outcome.issues.map(({ message }) => message).join(' ')
                : outcome.message,
            )
          }
        />
      )}
      {outcome?.kind === 'failed' && (
        <ErrorNotice title="It was not saved" error={outcome.error} onRetry={props.onSave} />
      )}
      <div className={classes['saveButtons']}>
        <Button type="submit" disabled={!canSave || isBehind} loading={saving}>
          Save as a new version
        </Button>
        <Button variant="default" disabled={!changed || saving} onClick={props.onReset}>
          Discard
        </Button>
      </div>
      {outcome?.kind === 'saved' && (
        <p className={classes['saved']} role="status">
          <IconCheck size={15} aria-hidden />
          Version {outcome.policy.version} decides from now on.
        </p>
      )}
    </form>
  );
}

/** Somebody saved while the policy was being changed here. */
function Overtaken({ current, onTakeTheirs, onKeepMine }: SavePolicyProps) {
  return (
    <div className={classes['conflict']} role="alert">
      <p>
        <strong>Version {current.version} was saved meanwhile</strong>
        {current.createdBy !== null && ` by ${current.createdBy}`}
        {current.note !== null && current.note !== '' && `: “${current.note}”`}. Yours is not saved.
        What it changed is listed below, under Versions.
      </p>
      <div className={classes['saveButtons']}>
        <Button variant="default" onClick={onTakeTheirs}>
          Take theirs
        </Button>
        <Button variant="default" onClick={onKeepMine}>
          Keep mine, to save over it
        </Button>
      </div>
    </div>
  );
}
