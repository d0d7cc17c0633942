import { describe, expect, it } from 'vitest';
import { keyName, matchKey } from './shortcut-keys.ts';

const bare = { ctrlKey: false, metaKey: false, altKey: false, shiftKey: false };
const known = ['j', 'c', 'x', 'shift+x', 'g j', 'g a', 'mod+k', '?'];

describe('a key press', () => {
  it('is named alike with Control and Command', () => {
    expect(keyName({ ...bare, key: 'k', ctrlKey: true })).toBe('mod+k');
    expect(keyName({ ...bare, key: 'K', metaKey: true })).toBe('mod+k');
  });

  it('is none while only a modifier is held or Alt composes a character', () => {
    expect(keyName({ ...bare, key: 'Shift' })).toBeNull();
    expect(keyName({ ...bare, key: 'j', altKey: true })).toBeNull();
  });

  it('is told apart from the same letter with Shift, but not from what Shift makes of other keys', () => {
    expect(keyName({ ...bare, key: 'X', shiftKey: true })).toBe('shift+x');
    expect(keyName({ ...bare, key: '?', shiftKey: true })).toBe('?');
  });
});

describe('a shortcut', () => {
  it('runs on its key', () => {
    expect(matchKey('', 'j', known)).toEqual({ type: 'run', keys: 'j' });
  });

  it('of two keys waits for the second', () => {
    expect(matchKey('', 'g', known)).toEqual({ type: 'wait', prefix: 'g' });
    expect(matchKey('g', 'a', known)).toEqual({ type: 'run', keys: 'g a' });
  });

  it('still runs on its own key when the sequence before it leads nowhere', () => {
    expect(matchKey('g', 'c', known)).toEqual({ type: 'run', keys: 'c' });
  });

  it('runs with Shift held as without, unless there is another for that', () => {
    expect(matchKey('', 'shift+j', known)).toEqual({ type: 'run', keys: 'j' });
    expect(matchKey('', 'shift+x', known)).toEqual({ type: 'run', keys: 'shift+x' });
  });

  it('is none for an unknown key', () => {
    expect(matchKey('', 'z', known)).toEqual({ type: 'none' });
  });
});
