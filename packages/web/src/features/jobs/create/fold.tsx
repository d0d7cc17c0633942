import { Collapse } from '@mantine/core';
import { IconChevronRight } from '@tabler/icons-react';
import { type ReactNode, useState } from 'react';
import classes from './create-job-dialog.module.css';

interface FoldProps {
  readonly title: string;
  /** What holds while it is folded. */
  readonly says: string;
  /** Whether something in it is wrong, so that it must be seen. */
  readonly mustShow: boolean;
  readonly children: ReactNode;
}

/** A part of the form that is mostly left as it is. */
export function Fold({ title, says, mustShow, children }: FoldProps) {
  const [chosen, setChosen] = useState(false);
  const isOpen = chosen || mustShow;
  return (
    <section>
      <button
        type="button"
        className={classes['fold']}
        aria-expanded={isOpen}
        onClick={() => setChosen(!isOpen)}
      >
        <IconChevronRight size={14} aria-hidden />
        {title}
        <span className={classes['foldSays']}>{says}</span>
      </button>
      <Collapse expanded={isOpen} transitionDuration={120}>
        <div className={classes['folded']}>{children}</div>
      </Collapse>
    </section>
  );
}
