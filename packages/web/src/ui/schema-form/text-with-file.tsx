import { Button, FileButton, Group, Text, Textarea } from '@mantine/core';
import { IconFileUpload } from '@tabler/icons-react';
import { type DragEvent, type ReactNode, useState } from 'react';
import classes from './schema-form.module.css';

interface TextWithFileProps {
  readonly label: ReactNode;
  readonly description?: ReactNode;
  readonly value: string;
  readonly onChange: (text: string) => void;
  readonly error?: ReactNode;
  readonly placeholder?: string;
  readonly required?: boolean;
  readonly disabled?: boolean;
}

/** The server takes at most 256 KiB of inputs; a file beyond that is not worth reading. */
const maxBytes = 256 * 1024;

/** A long text: typed, pasted, dropped as a file or opened as one. The file is read here and never leaves as a file. */
export function TextWithFile({ value, onChange, error, disabled, ...field }: TextWithFileProps) {
  const [isOver, setOver] = useState(false);
  const [refusal, setRefusal] = useState<string | null>(null);

  async function open(file: File | null | undefined): Promise<void> {
    if (!file || disabled) return;
    if (file.size > maxBytes) {
      setRefusal(`${file.name} has ${bytes(file.size)}; a job takes 256 KiB of inputs in all.`);
      return;
    }
    const text = await file.text();
    if (text.includes('\0')) {
      setRefusal(`${file.name} is not a text file.`);
      return;
    }
    setRefusal(null);
    onChange(text);
  }

  function drop(event: DragEvent): void {
    event.preventDefault();
    setOver(false);
    void open(event.dataTransfer.files[0]);
  }

  return (
    // biome-ignore lint/a11y/noStaticElementInteractions: dropping is a pointer's shortcut; the button does the same.
    <div
      data-over={isOver || undefined}
      className={classes['drop']}
      onDragOver={(event) => {
        if (!event.dataTransfer.types.includes('Files')) return;
        event.preventDefault();
        setOver(true);
      }}
      onDragLeave={() => setOver(false)}
      onDrop={drop}
    >
      <Textarea
        {...field}
        disabled={disabled ?? false}
        value={value}
        onChange={(event) => {
          setRefusal(null);
          onChange(event.currentTarget.value);
        }}
        error={refusal ?? error}
        autosize
        minRows={4}
        maxRows={12}
        spellCheck={false}
        classNames={{ input: classes['long'] ?? '' }}
      />
      <Group justify="space-between" gap="xs" mt={4}>
        <FileButton onChange={(file) => void open(file)} disabled={disabled ?? false}>
          {(button) => (
            <Button
              {...button}
              variant="subtle"
              size="compact-xs"
              ml={-7}
              leftSection={<IconFileUpload size={14} aria-hidden />}
              aria-label={
                typeof field.label === 'string'
                  ? `Open a file, or drop one here: ${field.label}`
                  : undefined
              }
            >
              Open a file, or drop one here
            </Button>
          )}
        </FileButton>
        <Text size="xs" c="dimmed" className={classes['size']}>
          {value === '' ? '' : `${lines(value)} · ${bytes(new Blob([value]).size)}`}
        </Text>
      </Group>
    </div>
  );
}

function lines(text: string): string {
  const count = text.replace(/\n$/, '').split('\n').length;
  return count === 1 ? '1 line' : `${count.toLocaleString('en')} lines`;
}

function bytes(count: number): string {
  if (count < 1024) return `${count} B`;
  const kib = count / 1024;
  return kib < 1024 ? `${kib.toFixed(kib < 10 ? 1 : 0)} KiB` : `${(kib / 1024).toFixed(1)} MiB`;
}
