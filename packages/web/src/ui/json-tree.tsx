import { IconChevronRight } from '@tabler/icons-react';
import { useState } from 'react';
import type { Json } from '../graphql/tada.ts';
import classes from './json-tree.module.css';

/** Children of one node shown at first, and per press of "more". */
const step = 100;
/** A longer string is cut until asked for. */
const longString = 600;

interface JsonTreeProps {
  value: Json;
  /** Levels that are open at first. */
  openDepth?: number;
}

/** A JSON value as a tree that folds; only what is open is in the page. */
export function JsonTree({ value, openDepth = 2 }: JsonTreeProps) {
  return (
    <div className={classes['tree']}>
      <Node value={value} openDepth={openDepth} />
    </div>
  );
}

interface NodeProps {
  name?: string;
  value: Json;
  openDepth: number;
}

function Node({ name, value, openDepth }: NodeProps) {
  if (typeof value === 'object' && value !== null) {
    const entries = Object.entries(value);
    if (entries.length > 0) {
      return <Branch name={name} value={value} entries={entries} openDepth={openDepth} />;
    }
  }
  return (
    <div className={classes['entry']}>
      <Key name={name} />
      <Leaf value={value} />
    </div>
  );
}

interface BranchProps {
  name: string | undefined;
  value: object;
  entries: readonly [string, Json][];
  openDepth: number;
}

function Branch({ name, value, entries, openDepth }: BranchProps) {
  const [open, setOpen] = useState(openDepth > 0);
  const [shown, setShown] = useState(step);
  const count = `${entries.length} ${Array.isArray(value) ? 'item' : 'field'}${entries.length === 1 ? '' : 's'}`;
  return (
    <div>
      <button
        type="button"
        className={classes['fold']}
        aria-expanded={open}
        onClick={() => setOpen(!open)}
      >
        <IconChevronRight size={14} aria-hidden />
        <span>
          <Key name={name} />
          <span className={classes['hint']}>
            {Array.isArray(value) ? '[ ]' : '{ }'} {count}
          </span>
        </span>
      </button>
      {open && (
        <div className={classes['children']}>
          {entries.slice(0, shown).map(([key, child]) => (
            <Node key={key} name={key} value={child} openDepth={openDepth - 1} />
          ))}
          {entries.length > shown && (
            <button
              type="button"
              className={classes['more']}
              onClick={() => setShown(shown + step)}
            >
              {entries.length - shown} more
            </button>
          )}
        </div>
      )}
    </div>
  );
}

function Key({ name }: { name: string | undefined }) {
  return name === undefined ? null : <span className={classes['key']}>{name}: </span>;
}

function Leaf({ value }: { value: Json }) {
  const [whole, setWhole] = useState(false);
  if (typeof value === 'string') {
    const cut = !whole && value.length > longString;
    return (
      <span className={classes['string']}>
        "{cut ? `${value.slice(0, longString)}…` : value}"
        {cut && (
          <button type="button" className={classes['more']} onClick={() => setWhole(true)}>
            all {value.length} characters
          </button>
        )}
      </span>
    );
  }
  if (typeof value === 'number') return <span className={classes['number']}>{value}</span>;
  return <span className={classes['word']}>{JSON.stringify(value)}</span>;
}
