import { type RefObject, useRef } from 'react';
import { useShortcut } from '../../ui/shortcuts.ts';

/** `j` and `k` go along the rows; while an agent is open beside the list, they open the next. */
export function useAgentListKeys(isOpen: boolean): RefObject<HTMLElement | null> {
  const list = useRef<HTMLElement>(null);

  function move(by: 1 | -1): void {
    const links = [...(list.current?.querySelectorAll<HTMLElement>('[data-agent-link]') ?? [])];
    const at = links.findIndex((link) =>
      isOpen ? link.ariaCurrent === 'true' : link === document.activeElement,
    );
    const next = links[at === -1 && by === -1 ? links.length - 1 : at + by];
    next?.focus();
    if (isOpen) next?.click();
  }

  useShortcut('j', 'List', 'Next agent', () => move(1));
  useShortcut('k', 'List', 'Previous agent', () => move(-1));
  return list;
}
