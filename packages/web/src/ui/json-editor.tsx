import { Button, Group, Text, Textarea, UnstyledButton } from '@mantine/core';
import { type ReactNode, useRef } from 'react';
import classes from './json-editor.module.css';
import { parseJson } from './json-text.ts';

interface JsonEditorProps {
  readonly label: ReactNode;
  readonly description?: ReactNode;
  readonly value: string;
  readonly onChange: (text: string) => void;
  readonly error?: ReactNode;
  readonly placeholder?: string;
  readonly required?: boolean;
  readonly disabled?: boolean;
  readonly minRows?: number;
  readonly maxRows?: number;
}

/**
 * A text that should be JSON. Where it breaks is said below it while one types, and leads there when pressed;
 * tidying is offered as soon as it can be read. Tab leaves the field, as everywhere.
 */
export function JsonEditor({
  value,
  onChange,
  error,
  minRows = 4,
  maxRows = 18,
  ...field
}: JsonEditorProps) {
  const input = useRef<HTMLTextAreaElement>(null);
  const parsed = value.trim() === '' ? null : parseJson(value);
  const fault = parsed !== null && !parsed.ok ? parsed.fault : null;
  const tidy = parsed?.ok ? JSON.stringify(parsed.value, null, 2) : value;

  function goTo(offset: number): void {
    input.current?.focus();
    input.current?.setSelectionRange(offset, Math.min(offset + 1, value.length));
  }

  return (
    <div>
      <Textarea
        {...field}
        ref={input}
        value={value}
        onChange={(event) => onChange(event.currentTarget.value)}
        // The fault below, once it is an error, is said once.
        error={fault !== null && error ? true : error}
        autosize
        minRows={minRows}
        maxRows={maxRows}
        spellCheck={false}
        autoCapitalize="off"
        autoCorrect="off"
        classNames={{ input: classes['text'] ?? '' }}
      />
      <Group justify="space-between" wrap="nowrap" gap="xs" mt={4} mih={22}>
        {fault === null ? (
          <span />
        ) : (
          <UnstyledButton
            className={classes['fault']}
            data-error={Boolean(error) || undefined}
            onClick={() => goTo(fault.offset)}
            aria-live="polite"
          >
            <Text span inherit ff="monospace">
              {fault.line}:{fault.column}
            </Text>{' '}
            {fault.message}
          </UnstyledButton>
        )}
        {tidy !== value && (
          <Button variant="subtle" size="compact-xs" onClick={() => onChange(tidy)}>
            Tidy
          </Button>
        )}
      </Group>
    </div>
  );
}
