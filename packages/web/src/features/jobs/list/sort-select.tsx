import type { Ticking } from '../batch/use-selection.ts';
import { readSort, writeSort } from './job-list-url.ts';
import classes from './job-table.module.css';
import type { JobTableHeadProps } from './job-table-head.tsx';

const choices = [
  ['-created', 'Newest first'],
  ['created', 'Oldest first'],
  ['-updated', 'Last changed first'],
  ['-priority', 'Highest priority first'],
  ['title', 'By title'],
] as const;

interface SortSelectProps extends JobTableHeadProps {
  selecting: boolean;
  ticking: Ticking;
}

/** The order of the list, and ticking, where rows take two lines and there are no columns to press. */
export function SortSelect({ sort, onSort, selecting, ticking }: SortSelectProps) {
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
      <button type="button" onClick={selecting ? ticking.allShown : ticking.begin}>
        {selecting ? 'Select all loaded' : 'Select'}
      </button>
    </div>
  );
}
