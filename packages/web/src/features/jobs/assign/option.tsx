import type { ReactNode } from 'react';
import { clsx } from '../../../ui/clsx.ts';
import type { OptionProps } from './option-props.ts';
import classes from './who-step.module.css';

/** One row of the list. The filter field keeps the focus and points here: a press is all that a row handles itself. */
export function Option({
  id,
  isActive,
  canChoose,
  onPoint,
  onChoose,
  children,
}: OptionProps & { readonly children: ReactNode }) {
  return (
    // biome-ignore lint/a11y/useKeyWithClickEvents: the filter field handles the keys for all rows.
    // biome-ignore lint/a11y/useFocusableInteractive: the filter field keeps the focus (aria-activedescendant).
    <div
      role="option"
      id={id}
      aria-selected={isActive}
      aria-disabled={!canChoose}
      className={clsx(classes['option'])}
      onPointerMove={isActive ? undefined : onPoint}
      onClick={onChoose}
    >
      {children}
    </div>
  );
}
