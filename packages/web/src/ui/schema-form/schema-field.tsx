import {
  Checkbox,
  Fieldset,
  MultiSelect,
  NativeSelect,
  Stack,
  TagsInput,
  TextInput,
} from '@mantine/core';
import type { ReactNode } from 'react';
import { JsonEditor } from '../json-editor.tsx';
import classes from './schema-form.module.css';
import type { Draft, Drafts } from './schema-form-model.ts';
import type { Field, NumberField, TextField } from './schema-form-plan.ts';
import { TextWithFile } from './text-with-file.tsx';

interface SchemaFieldProps {
  readonly field: Field;
  readonly drafts: Drafts;
  readonly onDraft: (pointer: string, draft: Draft) => void;
  readonly problemOf: (pointer: string) => string | undefined;
  readonly disabled: boolean;
}

/** The control for one field of a schema. */
export function SchemaField({
  field,
  drafts,
  onDraft,
  problemOf,
  disabled,
}: SchemaFieldProps): ReactNode {
  const draft = drafts[field.pointer];
  const line = typeof draft === 'string' ? draft : '';
  const items = typeof draft === 'object' ? draft : [];
  const write = (next: Draft) => onDraft(field.pointer, next);
  const shared = {
    label: field.label,
    description: field.description,
    error: problemOf(field.pointer),
    required: field.required,
    disabled,
  };

  switch (field.kind) {
    case 'text':
      if (field.long) {
        return (
          <TextWithFile
            {...shared}
            value={line}
            onChange={write}
            placeholder={field.example ?? ''}
          />
        );
      }
      return (
        <TextInput
          {...shared}
          type={inputType(field)}
          value={line}
          placeholder={field.example ?? ''}
          onChange={(event) => write(event.currentTarget.value)}
        />
      );
    case 'number':
      // A text input: a number input would hide from us what it cannot read, and changes when scrolled over.
      return (
        <TextInput
          {...shared}
          inputMode={field.integer ? 'numeric' : 'decimal'}
          value={line}
          placeholder={rangeInWords(field)}
          maw={240}
          onChange={(event) => write(event.currentTarget.value)}
        />
      );
    case 'flag':
      // Without a default, leaving it out is a third answer.
      if (!field.required && field.fallback === undefined) {
        return (
          <NativeSelect
            {...shared}
            value={line}
            maw={240}
            data={[
              { value: '', label: 'Not set' },
              { value: 'true', label: 'Yes' },
              { value: 'false', label: 'No' },
            ]}
            onChange={(event) => write(event.currentTarget.value)}
          />
        );
      }
      return (
        <Checkbox
          {...shared}
          // A checkbox always has an answer; an asterisk would ask for a tick.
          required={false}
          checked={line === 'true'}
          onChange={(event) => write(String(event.currentTarget.checked))}
        />
      );
    case 'choice':
      return (
        <NativeSelect
          {...shared}
          value={line}
          maw={320}
          data={[
            { value: '', label: field.required ? 'Choose…' : 'Not set' },
            ...field.options.map((option) => ({
              value: JSON.stringify(option),
              label: option === '' ? '(empty)' : String(option),
            })),
          ]}
          onChange={(event) => write(event.currentTarget.value)}
        />
      );
    case 'list':
      return field.options === null ? (
        <TagsInput
          {...shared}
          value={[...items]}
          onChange={write}
          allowDuplicates
          placeholder={items.length === 0 ? 'Type one, press enter' : ''}
        />
      ) : (
        <MultiSelect {...shared} data={[...field.options]} value={[...items]} onChange={write} />
      );
    case 'json':
      return <JsonEditor {...shared} value={line} onChange={write} minRows={3} maxRows={12} />;
    case 'group':
      return (
        <Fieldset legend={field.label} className={classes['group'] ?? ''} disabled={disabled}>
          <Stack gap="sm">
            {field.fields.map((child) => (
              <SchemaField
                key={child.pointer}
                field={child}
                drafts={drafts}
                onDraft={onDraft}
                problemOf={problemOf}
                disabled={disabled}
              />
            ))}
          </Stack>
        </Fieldset>
      );
  }
}

function inputType(field: TextField): string {
  switch (field.format) {
    case 'email':
      return 'email';
    case 'uri':
      return 'url';
    case 'date':
      return 'date';
    default:
      return 'text';
  }
}

function rangeInWords({ minimum, maximum }: NumberField): string {
  if (minimum !== null && maximum !== null) return `${minimum} to ${maximum}`;
  if (minimum !== null) return `${minimum} or more`;
  return maximum === null ? '' : `${maximum} or less`;
}
