import { IconChevronRight } from '@tabler/icons-react';
import { useState } from 'react';
import type { Json } from '../graphql/tada.ts';
import { CopyButton } from './copy-button.tsx';
import { JsonTree } from './json-tree.tsx';
import classes from './payload.module.css';

interface PayloadProps {
  /** By what they are called; null ones are left out. */
  payloads: Readonly<Record<string, Json>>;
}

/** What was sent and received, folded until asked for, one at a time. */
export function Payloads({ payloads }: PayloadProps) {
  const [open, setOpen] = useState<string | null>(null);
  const present = Object.entries(payloads).filter(([, value]) => value !== null);
  if (present.length === 0) return null;
  const value = open === null ? undefined : payloads[open];
  return (
    <div className={classes['payload']}>
      <div className={classes['head']}>
        {present.map(([name]) => (
          <button
            key={name}
            type="button"
            className={classes['fold']}
            aria-expanded={open === name}
            onClick={() => setOpen(open === name ? null : name)}
          >
            <IconChevronRight size={14} aria-hidden />
            {name}
          </button>
        ))}
        {open !== null && (
          <CopyButton
            text={() => JSON.stringify(value, null, 2)}
            what={`the ${open.toLowerCase()}`}
          />
        )}
      </div>
      {value !== undefined && (
        <div className={classes['content']} key={open}>
          <JsonTree value={value} />
        </div>
      )}
    </div>
  );
}
