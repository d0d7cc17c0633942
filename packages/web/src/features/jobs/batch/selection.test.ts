import { describe, expect, it } from 'vitest';
import {
  advanceSelection,
  countSelected,
  isSelected,
  nothingSelected,
  type Selection,
  type SelectionEvent,
  tickOfAll,
} from './selection.ts';

const shown = ['a', 'b', 'c', 'd', 'e'];
const toggled = (id: string): SelectionEvent => ({ type: 'toggled', id, shown });
const extended = (id: string): SelectionEvent => ({ type: 'extended', id, shown });
const after = (...events: readonly SelectionEvent[]): Selection =>
  events.reduce(advanceSelection, nothingSelected);
const idsAfter = (...events: readonly SelectionEvent[]) => [...after(...events).ids].sort();

describe('a job', () => {
  it('is ticked, and unticked by the same key', () => {
    expect(idsAfter(toggled('b'), toggled('d'))).toEqual(['b', 'd']);
    expect(idsAfter(toggled('b'), toggled('d'), toggled('b'))).toEqual(['d']);
  });

  it('stays ticked when it leaves the list', () => {
    const selection = after(toggled('b'), { type: 'toggled', id: 'a', shown: ['a', 'c'] });
    expect([...selection.ids].sort()).toEqual(['a', 'b']);
  });
});

describe('a range', () => {
  it('goes from the last ticked job to this one, in either direction', () => {
    expect(idsAfter(toggled('b'), extended('d'))).toEqual(['b', 'c', 'd']);
    expect(idsAfter(toggled('d'), extended('b'))).toEqual(['b', 'c', 'd']);
  });

  it('keeps its beginning for the next one, and what else is ticked', () => {
    expect(idsAfter(toggled('a'), toggled('c'), extended('d'), extended('b'))).toEqual([
      'a',
      'b',
      'c',
      'd',
    ]);
  });

  it('is this job alone when none was ticked before, or the one that was is gone', () => {
    expect(idsAfter(extended('c'))).toEqual(['c']);
    expect(idsAfter(toggled('x'), extended('c'))).toEqual(['c', 'x']);
    expect(idsAfter(extended('c'), extended('e'))).toEqual(['c', 'd', 'e']);
  });
});

describe('all', () => {
  it('that are loaded are named by their ids: what comes later is not among them', () => {
    const selection = after({ type: 'all-shown', shown });
    expect(tickOfAll(selection, shown)).toBe('all');
    expect(tickOfAll(selection, ['new', ...shown])).toBe('some');
    expect(isSelected(selection, 'new')).toBe(false);
  });

  it('that match the filter include those never loaded, and are counted as the list counts', () => {
    const selection = after({ type: 'all-shown', shown }, { type: 'all-matching' });
    expect(isSelected(selection, 'never seen')).toBe(true);
    expect(countSelected(selection, 3412)).toBe(3412);
    expect(tickOfAll(selection, shown)).toBe('all');
  });

  it('that match, but one, are the loaded ones but that one', () => {
    const selection = after({ type: 'all-matching' }, toggled('c'));
    expect([...selection.ids]).toEqual(['a', 'b', 'd', 'e']);
    expect(selection.allMatching).toBe(false);
    expect(countSelected(selection, 3412)).toBe(4);
  });
});

it('the mode of a phone lasts until the selection is cleared', () => {
  const selecting = after({ type: 'begun' }, toggled('a'), toggled('a'));
  expect(selecting.selecting).toBe(true);
  expect(tickOfAll(selecting, shown)).toBe('none');
  expect(advanceSelection(selecting, { type: 'cleared' })).toBe(nothingSelected);
});
