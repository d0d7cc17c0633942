/** What of a keyboard event decides which shortcut it is. */
export interface KeyPress {
  key: string;
  ctrlKey: boolean;
  metaKey: boolean;
  altKey: boolean;
}

/** `j`, `?`, `enter`, `mod+k`: how a key press is written in a shortcut; null for a bare modifier. */
export function keyName(press: KeyPress): string | null {
  if (press.altKey || ['Control', 'Meta', 'Alt', 'Shift'].includes(press.key)) return null;
  const key = press.key === 'Escape' ? 'esc' : press.key.toLowerCase();
  return press.ctrlKey || press.metaKey ? `mod+${key}` : key;
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
  for (const candidate of [sequence, name]) {
    if (all.includes(candidate)) return { type: 'run', keys: candidate };
    if (all.some((keys) => keys.startsWith(`${candidate} `))) {
      return { type: 'wait', prefix: candidate };
    }
  }
  return { type: 'none' };
}
