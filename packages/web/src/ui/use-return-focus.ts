import { useEffect } from 'react';

/**
 * Gives the focus back to where it was, as a dialog that is gone when it closes cannot itself; where that is gone as
 * well, to the content of the page.
 */
export function useReturnFocus(opened: boolean): void {
  useEffect(() => {
    if (!opened) return;
    const before = document.activeElement;
    return () => {
      const lost = document.activeElement === null || document.activeElement === document.body;
      if (!lost) return;
      const there = before instanceof HTMLElement && before.isConnected ? before : content();
      there?.focus({ preventScroll: true });
    };
  }, [opened]);
}

function content(): HTMLElement | null {
  return document.getElementById('content');
}
