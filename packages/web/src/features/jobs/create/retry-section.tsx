import { TextInput } from '@mantine/core';
import { Fold } from './fold.tsx';
import {
  type RetryDraft,
  type RetryField,
  type RetryProblems,
  retryFields,
  retryLabels,
} from './retry-draft.ts';

interface RetrySectionProps {
  readonly draft: RetryDraft;
  readonly onChange: (draft: RetryDraft) => void;
  readonly problems: RetryProblems;
}

/** What holds when a field is left empty, as the API documents it. */
const defaults: Readonly<Record<RetryField, string>> = {
  maxAttempts: '4',
  initialIntervalMs: '1 s',
  backoffCoefficient: '2',
  maximumIntervalMs: '100 s',
  totalTimeoutMs: 'none',
};

const meanings: Readonly<Record<RetryField, string>> = {
  maxAttempts: 'The first one included.',
  initialIntervalMs: 'Before the second attempt.',
  backoffCoefficient: 'Multiplies each next wait.',
  maximumIntervalMs: 'No wait grows beyond it.',
  totalTimeoutMs: 'No attempt begins after it.',
};

/** How often and how soon the job is tried again; folded, since the usual policy mostly does. */
export function RetrySection({ draft, onChange, problems }: RetrySectionProps) {
  const isUsual = retryFields.every((field) => draft[field].trim() === '');
  return (
    <Fold
      title="Retry"
      says={isUsual ? 'as the server does' : 'its own policy'}
      mustShow={Object.keys(problems).length > 0}
    >
      {retryFields.map((field) => (
        <TextInput
          key={field}
          label={retryLabels[field]}
          description={meanings[field]}
          placeholder={defaults[field]}
          value={draft[field]}
          onChange={(event) => onChange({ ...draft, [field]: event.currentTarget.value })}
          error={problems[field]}
          inputWrapperOrder={['label', 'input', 'description', 'error']}
          autoComplete="off"
        />
      ))}
    </Fold>
  );
}
