import classes from './priority-mark.module.css';

/** A priority from 0, the lowest, to 100 as a number and a small bar. */
export function PriorityMark({ priority }: { priority: number }) {
  return (
    <span className={classes['mark']} title={`Priority ${priority} of 100`}>
      <span className={classes['track']} aria-hidden>
        <span className={classes['fill']} style={{ width: `${priority}%` }} />
      </span>
      {priority}
    </span>
  );
}
