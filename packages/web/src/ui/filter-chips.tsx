import type { ReactNode } from 'react';
import classes from './filter-chips.module.css';
import type { StatusLook } from './job-status.ts';
import { StatusIcon } from './status-badge.tsx';

/** A row of them; it scrolls sideways where it is too long. */
export function FilterChips({ label, children }: { label: string; children: ReactNode }) {
  return (
    <fieldset className={classes['chips']} aria-label={label}>
      {children}
    </fieldset>
  );
}

interface FilterChipProps {
  /** Without one it is the chip for all. */
  look?: StatusLook;
  count: ReactNode;
  pressed: boolean;
  /** Its word gives way where there is no room. */
  shrinks?: boolean;
  onPress: () => void;
}

/** How many there are of a status, and the filter for it. */
export function FilterChip({ look, count, pressed, shrinks = false, onPress }: FilterChipProps) {
  return (
    <button
      type="button"
      className={classes['chip']}
      aria-pressed={pressed}
      title={look?.label}
      data-shrinks={shrinks || undefined}
      onClick={onPress}
    >
      {look !== undefined && <StatusIcon look={look} size={14} />}
      <span className={look && classes['label']}>{look?.label ?? 'All'}</span>
      <span className={classes['count']}>{count}</span>
    </button>
  );
}
