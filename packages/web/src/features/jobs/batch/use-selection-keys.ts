import { useShortcut } from '../../../ui/shortcuts.ts';
import type { Ticking } from './use-selection.ts';

/** `x` ticks the row in focus, or the open job; with Shift, everything from the last ticked one to it. */
export function useSelectionKeys(ticking: Ticking, openJobId: string | null): void {
  const onCurrent = (tick: (jobId: string) => void) => {
    const focused = document.activeElement?.closest<HTMLElement>('[data-job]')?.dataset['job'];
    const jobId = focused ?? openJobId;
    if (jobId !== null) tick(jobId);
  };
  useShortcut('x', 'List', 'Select the job in focus', () => onCurrent(ticking.toggle));
  useShortcut('shift+x', 'List', 'Select up to the job in focus', () => onCurrent(ticking.extend));
  useShortcut('* a', 'List', 'Select all that are loaded', ticking.allShown);
}
