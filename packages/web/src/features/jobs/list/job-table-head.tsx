// biome-ignore-all lint/a11y/useSemanticElements: a real table cannot lay out only the rows in sight.
// biome-ignore-all lint/a11y/useFocusableInteractive: it is a table of links; the links have the focus.
import { IconArrowDown, IconArrowUp } from '@tabler/icons-react';
import { type JobSort, type JobSortField, readSort, sortBy, writeSort } from './job-list-url.ts';
import classes from './job-table.module.css';

interface JobTableHeadProps {
  sort: JobSort;
  onSort: (sort: JobSort) => void;
}

export function JobTableHead({ sort, onSort }: JobTableHeadProps) {
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
      <SortSelect sort={sort} onSort={onSort} />
    </div>
  );
}

const choices = [
  ['-created', 'Newest first'],
  ['created', 'Oldest first'],
  ['-updated', 'Last changed first'],
  ['-priority', 'Highest priority first'],
  ['title', 'By title'],
] as const;

/** The same where rows take two lines and there are no columns to press. */
function SortSelect({ sort, onSort }: JobTableHeadProps) {
  return (
    <div className={classes['sortSelect']}>
      <select
        aria-label="Order of the jobs"
        value={writeSort(sort)}
        onChange={(event) => onSort(readSort(event.currentTarget.value))}
      >
        {choices.map(([value, label]) => (
          <option key={value} value={value}>
            {label}
          </option>
        ))}
      </select>
    </div>
  );
}
