import { FilterChip, FilterChips } from '../../../ui/filter-chips.tsx';
import { type JobStatus, jobStatuses, jobStatusLook } from '../../../ui/job-status.ts';
import { useStatusCounts } from '../use-status-counts.ts';

interface StatusFilterProps {
  /** Those that may be chosen. */
  offered: readonly JobStatus[];
  /** Empty: all that are offered. */
  chosen: readonly JobStatus[];
  onChange: (chosen: readonly JobStatus[]) => void;
}

/** What is happening at a glance, each count also being the filter for it. */
export function StatusFilter({ offered, chosen, onChange }: StatusFilterProps) {
  const counts = useStatusCounts();
  const total = counts && offered.reduce((sum, status) => sum + counts[status], 0);
  const toggle = (status: JobStatus) =>
    onChange(jobStatuses.filter((one) => (one === status) !== chosen.includes(one)));
  return (
    <FilterChips label="Filter by status">
      <FilterChip count={total} pressed={chosen.length === 0} onPress={() => onChange([])} />
      {offered.map((status) => (
        <FilterChip
          key={status}
          look={jobStatusLook[status]}
          count={counts?.[status]}
          pressed={chosen.includes(status)}
          shrinks
          onPress={() => toggle(status)}
        />
      ))}
    </FilterChips>
  );
}
