import { figure } from '../../ui/count-words.ts';
import { FilterChip, FilterChips } from '../../ui/filter-chips.tsx';
import { type BatchItemOutcome, outcomeLook } from './batch-look.ts';
import type { BatchCounts } from './batch-words.ts';

const outcomes = Object.keys(outcomeLook) as readonly BatchItemOutcome[];

/** The outcome that the address asks for; null: all. */
export function readOutcome(search: string): BatchItemOutcome | null {
  const wanted = new URLSearchParams(search).get('outcome');
  return outcomes.find((outcome) => outcome === wanted) ?? null;
}

function countOf(outcome: BatchItemOutcome, counts: BatchCounts): number {
  switch (outcome) {
    case 'SUCCEEDED':
      return counts.succeeded;
    case 'FAILED':
      return counts.failed;
    case 'SKIPPED':
      return counts.skipped;
    case 'CANCELLED':
      return counts.cancelled;
    case 'PENDING':
      return counts.total - counts.done;
  }
}

interface OutcomeFilterProps {
  counts: BatchCounts;
  chosen: BatchItemOutcome | null;
  onChange: (chosen: BatchItemOutcome | null) => void;
}

/** The outcomes that there are, each with its count and as a filter. */
export function OutcomeFilter({ counts, chosen, onChange }: OutcomeFilterProps) {
  const offered = outcomes.filter((one) => countOf(one, counts) > 0 || one === chosen);
  return (
    <FilterChips label="Filter by outcome">
      <FilterChip
        count={figure(counts.total)}
        pressed={chosen === null}
        onPress={() => onChange(null)}
      />
      {offered.map((outcome) => (
        <FilterChip
          key={outcome}
          look={outcomeLook[outcome]}
          count={figure(countOf(outcome, counts))}
          pressed={outcome === chosen}
          onPress={() => onChange(outcome === chosen ? null : outcome)}
        />
      ))}
    </FilterChips>
  );
}
