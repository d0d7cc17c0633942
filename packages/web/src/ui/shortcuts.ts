import { useEffect, useEffectEvent } from 'react';
import { createStore } from '../graphql/store.ts';
import { keyName, matchKey } from './shortcut-keys.ts';

export interface Shortcut {
  /** As `keyName` writes it; a sequence is parted by a space: `g j`. */
  keys: string;
  label: string;
  /** Those of a selection go before all others while there is one. */
  group: 'Anywhere' | 'List' | 'Selection' | 'Decision' | 'Job';
  run: () => void;
}

/** Those of what is on screen now, the latest last: of two with the same keys it is the one that runs. */
export const shortcuts = createStore<readonly Shortcut[]>([]);

/** People who dictate may switch off the keys that are single letters. */
export const letterKeysEnabled = createStore(readLetterKeys());

const storageKey = 'muster-letter-keys';

export function setLetterKeysEnabled(enabled: boolean): void {
  letterKeysEnabled.set(enabled);
  try {
    localStorage.setItem(storageKey, enabled ? 'on' : 'off');
  } catch {
    // Without storage the choice holds until the page is left.
  }
}

function readLetterKeys(): boolean {
  try {
    return localStorage.getItem(storageKey) !== 'off';
  } catch {
    return true;
  }
}

/** Offers a shortcut while the component is on screen. */
export function useShortcut(
  keys: string,
  group: Shortcut['group'],
  label: string,
  run: () => void,
  enabled = true,
): void {
  const onPress = useEffectEvent(run);
  useEffect(() => {
    if (!enabled) return;
    const shortcut: Shortcut = { keys, group, label, run: () => onPress() };
    shortcuts.set([...shortcuts.get(), shortcut]);
    return () => shortcuts.set(shortcuts.get().filter((one) => one !== shortcut));
  }, [keys, group, label, enabled]);
}

const sequenceMs = 1_000;

/** Listens for all of them, once, at the root. */
export function useShortcutListener(): void {
  useEffect(() => {
    let prefix = '';
    let prefixAtMs = 0;
    const onKeyDown = (event: KeyboardEvent) => {
      const name = keyName(event);
      if (name === null || event.defaultPrevented || event.isComposing) return;
      if (!isMeantFor(event.target, name)) return;
      if (event.timeStamp - prefixAtMs > sequenceMs) prefix = '';
      const known = shortcuts.get();
      const match = matchKey(
        prefix,
        name,
        known.map((one) => one.keys),
      );
      prefix = match.type === 'wait' ? match.prefix : '';
      prefixAtMs = event.timeStamp;
      if (match.type !== 'run') return;
      event.preventDefault();
      const fitting = known.filter((one) => one.keys === match.keys);
      (fitting.findLast((one) => one.group === 'Selection') ?? fitting.at(-1))?.run();
    };
    // Before anyone else: a dialog that closes on this very key must still be seen to be open.
    window.addEventListener('keydown', onKeyDown, { capture: true });
    return () => window.removeEventListener('keydown', onKeyDown, { capture: true });
  }, []);
}

/** A shortcut must not take a key from a field, a menu or an open dialog. */
function isMeantFor(target: EventTarget | null, name: string): boolean {
  if (document.querySelector('dialog[open], [role="dialog"][aria-modal="true"]') !== null) {
    return false;
  }
  if (name.startsWith('mod+')) return true;
  if (name !== 'esc' && !letterKeysEnabled.get()) return false;
  return !(
    target instanceof Element &&
    target.closest(
      'input:not([type="checkbox"]), textarea, select, [contenteditable="true"], [role="menu"], [role="listbox"]',
    )
  );
}
