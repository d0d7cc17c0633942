import { type RefObject, useEffect } from 'react';

/** Puts the focus where a step begins: in its first field, or on its confirming button when it has none. */
export function useFocusFirst(step: RefObject<HTMLElement | null>): void {
  useEffect(() => {
    const first = step.current?.querySelector<HTMLElement>(
      'input:not([type=file]), textarea, select',
    );
    (first ?? step.current?.querySelector<HTMLElement>('[type=submit]'))?.focus();
  }, [step]);
}
