import type { ChangeEvent } from 'react';
import { clsx } from './clsx.ts';
import classes from './tick-box.module.css';

interface TickBoxProps {
  label: string;
  ticked: boolean;
  /** Some of what it stands for is ticked. */
  partly?: boolean;
  /** `range`: with Shift held, by mouse. */
  onTick: (range: boolean) => void;
  /** Its size and place: all of it can be pressed, the box is drawn in the middle. */
  className?: string | undefined;
}

/** A check box for rows: drawn small, pressed large. */
export function TickBox({ label, ticked, partly = false, onTick, className }: TickBoxProps) {
  return (
    <input
      type="checkbox"
      className={clsx(classes['box'], className)}
      aria-label={label}
      title={label}
      checked={ticked}
      ref={(box) => {
        if (box) box.indeterminate = partly;
      }}
      onChange={(event) => onTick(withShift(event))}
    />
  );
}

function withShift({ nativeEvent }: ChangeEvent): boolean {
  return 'shiftKey' in nativeEvent && nativeEvent.shiftKey === true;
}
