import { Button, Group, Stack, Text } from '@mantine/core';
import { IconBraces, IconForms } from '@tabler/icons-react';
import { useState } from 'react';
import { JsonEditor } from '../json-editor.tsx';
import { SchemaField } from './schema-field.tsx';
import classes from './schema-form.module.css';
import { toFieldsMode, toJsonMode } from './schema-form-model.ts';
import type { SchemaFormHandle } from './use-schema-form.ts';

interface SchemaFormProps {
  readonly form: SchemaFormHandle;
  /** Names the JSON editor when there are no fields. */
  readonly label?: string;
  readonly disabled?: boolean;
}

/** Asks for the inputs that a JSON Schema describes: by fields, or as JSON for what has none or on demand. */
export function SchemaForm({ form, label = 'Inputs', disabled = false }: SchemaFormProps) {
  const { plan, state, problems, change, rootRef } = form;
  const [switchRefusal, setSwitchRefusal] = useState<string | null>(null);
  const problemOf = (pointer: string): string | undefined =>
    problems.find((problem) => problem.pointer === pointer)?.message;
  const general = problems.filter((problem) => problem.pointer === '' || state.mode === 'json');

  function toFields(): void {
    const back = toFieldsMode(plan, state);
    if (back.ok) change(back.state, null);
    setSwitchRefusal(back.ok ? null : back.message);
  }

  return (
    <Stack gap="sm" ref={rootRef}>
      {state.mode === 'json' ? (
        <JsonEditor
          label={`${label} as JSON`}
          value={state.text}
          disabled={disabled}
          error={switchRefusal ?? (general.length > 0 && <Lines of={general.map(located)} />)}
          minRows={8}
          onChange={(text) => {
            setSwitchRefusal(null);
            change({ ...state, text }, null);
          }}
        />
      ) : (
        <>
          {general.length > 0 && (
            <div role="alert" className={classes['general']}>
              <Lines of={general.map((problem) => problem.message)} />
            </div>
          )}
          {plan.kind === 'fields' &&
            plan.fields.map((field) => (
              <SchemaField
                key={field.pointer}
                field={field}
                drafts={state.drafts}
                problemOf={problemOf}
                disabled={disabled}
                onDraft={(pointer, draft) =>
                  change({ ...state, drafts: { ...state.drafts, [pointer]: draft } }, pointer)
                }
              />
            ))}
          <Leftovers form={form} />
        </>
      )}
      {plan.kind === 'fields' && (
        <Group justify="flex-end">
          <Button
            variant="subtle"
            color="gray"
            size="compact-xs"
            disabled={disabled}
            leftSection={
              state.mode === 'fields' ? (
                <IconBraces size={14} aria-hidden />
              ) : (
                <IconForms size={14} aria-hidden />
              )
            }
            onClick={
              state.mode === 'fields' ? () => change(toJsonMode(plan, state), null) : toFields
            }
          >
            {state.mode === 'fields' ? 'Edit as JSON' : 'Edit as fields'}
          </Button>
        </Group>
      )}
    </Stack>
  );
}

const located = ({ pointer, message }: { pointer: string; message: string }): string =>
  pointer === '' ? message : `${pointer}: ${message}`;

/** Says what of the given inputs the fields do not show, so that nothing is sent or dropped unseen. */
function Leftovers({ form: { plan, state } }: { readonly form: SchemaFormHandle }) {
  if (plan.kind === 'json') return null;
  const extra = Object.keys(state.extras[''] ?? {}).join(', ');
  return (
    <>
      {extra !== '' && (
        <Text size="xs" c="dimmed">
          {plan.closed
            ? `Left out, because the agent takes nothing else: ${extra}.`
            : `Sent along as it is, though the agent does not ask for it: ${extra}.`}
        </Text>
      )}
      {state.misfits.length > 0 && (
        <Text size="xs" c="dimmed">
          Had another shape than the agent asks for, and starts over: {state.misfits.join(', ')}.
        </Text>
      )}
    </>
  );
}

function Lines({ of }: { readonly of: readonly string[] }) {
  return of.map((line) => (
    <span key={line} style={{ display: 'block' }}>
      {line}
    </span>
  ));
}
