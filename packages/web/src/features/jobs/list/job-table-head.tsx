// biome-ignore-all lint/a11y/useSemanticElements: a real table cannot lay out only the rows in sight.
// biome-ignore-all lint/a11y/useFocusableInteractive: it is a table of links; the links have the focus.
import { IconArrowDown, IconArrowUp } from '@tabler/icons-react';
import { TickBox } from '../../../ui/tick-box.tsx';
import type { Ticking } from '../batch/use-selection.ts';
import { type JobSort, type JobSortField, sortBy } from './job-list-url.ts';
import classes from './job-table.module.css';

export interface JobTableHeadProps {
  sort: JobSort;
  onSort: (sort: JobSort) => void;
}

interface TickableHeadProps extends JobTableHeadProps {
  /** Whether the loaded rows are ticked. */
  tick: 'none' | 'some' | 'all';
  ticking: Ticking;
}

export function JobTableHead({ sort, onSort, tick, ticking }: TickableHeadProps) {
  const column = (field: JobSortField, label: string, className: string | undefined) => {
    const active = sort.field === field;
    const Arrow = sort.direction === 'ASC' ? IconArrowUp : IconArrowDown;
    return (
      <div
        role="columnheader"
        className={className}
        aria-sort={active ? (sort.direction === 'ASC' ? 'ascending' : 'descending') : 'none'}
      >
        <button
          type="button"
          className={classes['sort']}
          data-active={active || undefined}
          onClick={() => onSort(sortBy(sort, field))}
        >
          {label}
          {active && <Arrow size={12} aria-hidden />}
        </button>
      </div>
    );
  };
  return (
    <div role="rowgroup">
      <div role="row" aria-rowindex={1} className={classes['head']}>
        <div role="columnheader" className={classes['tick']}>
          <TickBox
            label={tick === 'all' ? 'Clear the selection' : 'Select all that are loaded'}
            ticked={tick === 'all'}
            partly={tick === 'some'}
            onTick={tick === 'all' ? ticking.clear : ticking.allShown}
            className={classes['tickBox']}
          />
        </div>
        <div role="columnheader" className={classes['status']}>
          Status
        </div>
        {column('TITLE', 'Title', classes['title'])}
        <div role="columnheader" className={classes['agent']}>
          Agent
        </div>
        {column('PRIORITY', 'Priority', classes['priority'])}
        {column('UPDATED_AT', 'Updated', classes['updated'])}
        {column('CREATED_AT', 'Created', classes['created'])}
      </div>
    </div>
  );
}
