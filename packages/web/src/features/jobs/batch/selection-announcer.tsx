import { VisuallyHidden } from '@mantine/core';
import { sayCount } from '../../../ui/count-words.ts';

interface SelectionAnnouncerProps {
  count: number;
  allMatching: boolean;
}

/** Says to a screen reader what is selected now. It is there before anything is, so that the first one is heard too. */
export function SelectionAnnouncer({ count, allMatching }: SelectionAnnouncerProps) {
  return (
    <VisuallyHidden aria-live="polite" data-selection>
      {allMatching
        ? `All ${sayCount(count, 'job')} that match are selected`
        : count > 0 && `${sayCount(count, 'job')} selected`}
    </VisuallyHidden>
  );
}
