import { type RefObject, useRef } from 'react';
import { useShortcut } from '../../ui/shortcuts.ts';

/** `j` and `k` go along the links that are marked as a row's, within what the reference is given to. */
export function useRowKeys(what: string): RefObject<HTMLElement | null> {
  const place = useRef<HTMLElement>(null);
  const move = (by: 1 | -1) => {
    const links = [...(place.current?.querySelectorAll<HTMLElement>('[data-row-link]') ?? [])];
    const at = links.findIndex((link) => link.matches(':focus'));
    const next = at === -1 ? links[0] : links[at + by];
    next?.focus();
  };
  useShortcut('j', 'List', `Next ${what}`, () => move(1));
  useShortcut('k', 'List', `Previous ${what}`, () => move(-1));
  return place;
}
