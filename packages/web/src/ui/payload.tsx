import { IconChevronRight } from '@tabler/icons-react';
import { useState } from 'react';
import type { Json } from '../graphql/tada.ts';
import { CopyButton } from './copy-button.tsx';
import { JsonTree } from './json-tree.tsx';
import classes from './payload.module.css';

interface PayloadProps {
  label: string;
  value: Json;
  /** For the copy button: "the request". */
  what: string;
}

/** What was sent or received, folded until asked for. */
export function Payload({ label, value, what }: PayloadProps) {
  const [open, setOpen] = useState(false);
  return (
    <div className={classes['payload']}>
      <div className={classes['head']}>
        <button
          type="button"
          className={classes['fold']}
          aria-expanded={open}
          onClick={() => setOpen(!open)}
        >
          <IconChevronRight size={14} aria-hidden />
          {label}
        </button>
        {open && <CopyButton text={() => JSON.stringify(value, null, 2)} what={what} />}
      </div>
      {open && (
        <div className={classes['content']}>
          <JsonTree value={value} />
        </div>
      )}
    </div>
  );
}
