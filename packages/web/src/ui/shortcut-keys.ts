/** What of a keyboard event decides which shortcut it is. */
export interface KeyPress {
  key: string;
  ctrlKey: boolean;
  metaKey: boolean;
  altKey: boolean;
  shiftKey: boolean;
}

/**
 * `j`, `?`, `enter`, `mod+k`, `shift+x`: how a key press is written in a shortcut; null for a bare modifier. Shift is
 * named with letters alone: with other keys it is part of what they are.
 */
export function keyName(press: KeyPress): string | null {
  if (press.altKey || ['Control', 'Meta', 'Alt', 'Shift'].includes(press.key)) return null;
  const key = press.key === 'Escape' ? 'esc' : press.key.toLowerCase();
  if (press.ctrlKey || press.metaKey) return `mod+${key}`;
  return press.shiftKey && /^\p{L}$/u.test(key) ? `shift+${key}` : key;
}

export type KeyMatch =
  | { type: 'run'; keys: string }
  /** The beginning of a longer one (`g` of `g j`): wait for the next key. */
  | { type: 'wait'; prefix: string }
  | { type: 'none' };

/** Finds the shortcut for a key after what was pressed just before. */
export function matchKey(prefix: string, name: string, known: Iterable<string>): KeyMatch {
  const all = [...known];
  const sequence = prefix === '' ? name : `${prefix} ${name}`;
  // A letter means the same with Shift held, unless the two are told apart.
  for (const candidate of [sequence, name, name.replace('shift+', '')]) {
    if (all.includes(candidate)) return { type: 'run', keys: candidate };
    if (all.some((keys) => keys.startsWith(`${candidate} `))) {
      return { type: 'wait', prefix: candidate };
    }
  }
  return { type: 'none' };
}
