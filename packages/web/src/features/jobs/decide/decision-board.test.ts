import { describe, expect, it } from 'vitest';
import {
  advanceBoard,
  type Board,
  type BoardEvent,
  emptyBoard,
  nextOpen,
} from './decision-board.ts';

const agent = { id: 'a1', name: 'csv-analyst' };
const other = { id: 'a2', name: 'log-digest' };
const after = (...events: BoardEvent[]): Board => events.reduce(advanceBoard, emptyBoard);
const listed = (...ids: string[]): BoardEvent => ({ type: 'listed', ids });
const fateOf = (board: Board, id: string) => board.fates.get(id);

describe('the rows that need a decision', () => {
  it('keep their places; newcomers follow, whatever their priority', () => {
    expect(after(listed('b', 'a'), listed('c', 'b', 'a')).order).toEqual(['b', 'a', 'c']);
  });

  it('stay where they were when decided elsewhere, and say so', () => {
    const board = after(listed('a', 'b'), listed('b'));
    expect(board.order).toEqual(['a', 'b']);
    expect(fateOf(board, 'a')).toEqual({ kind: 'gone', status: null });
    const known = advanceBoard(board, {
      type: 'changed',
      id: 'a',
      status: 'ASSIGNED',
      agent: other,
    });
    expect(fateOf(known, 'a')).toEqual({ kind: 'given', agent: other, here: false });
  });

  it('come back when the server lists them again', () => {
    expect(fateOf(after(listed('a'), listed(), listed('a')), 'a')).toBeUndefined();
  });

  it('are tidied away once decided', () => {
    const board = after(
      listed('a', 'b'),
      { type: 'asked', id: 'a', agent },
      { type: 'done', id: 'a' },
      { type: 'tidied' },
    );
    expect(board).toEqual({ order: ['b'], fates: new Map() });
  });
});

describe('a decision made here', () => {
  const asked: BoardEvent = { type: 'asked', id: 'a', agent };
  const changed = { type: 'changed', id: 'a', status: 'ASSIGNED', agent } as const;

  it('shows at once, is confirmed, and can be taken back and made again', () => {
    const given = after(listed('a'), asked, { type: 'done', id: 'a' });
    expect(fateOf(given, 'a')).toEqual({ kind: 'given', agent, here: true });
    const back = [
      { type: 'asked-back', id: 'a' },
      { type: 'done', id: 'a' },
    ] as const;
    const returned = back.reduce<Board>(advanceBoard, given);
    expect(fateOf(returned, 'a')).toEqual({ kind: 'returned' });
    expect(fateOf(advanceBoard(returned, listed()), 'a')).toEqual({ kind: 'returned' });
    expect(nextOpen(returned, null)).toBe('a');
  });

  it('is put back when the server refuses it', () => {
    const error = new Error('full');
    const board = after(listed('a'), asked, { type: 'failed', id: 'a', error });
    expect(fateOf(board, 'a')).toEqual({ kind: 'refused', agent, error });
    expect(nextOpen(board, null)).toBe('a');
  });

  it('is not disturbed by a list or a change that crosses it on the way', () => {
    const board = after(listed('a'), asked, listed(), listed('a'), changed, {
      type: 'done',
      id: 'a',
    });
    expect(fateOf(board, 'a')).toEqual({ kind: 'given', agent, here: true });
    expect(fateOf(advanceBoard(board, changed), 'a')).toMatchObject({ here: true });
  });

  it('may be undone by what happens to the job', () => {
    const given = after(listed('a'), asked, { type: 'done', id: 'a' });
    const to = (status: 'PENDING' | 'COMPLETED') =>
      fateOf(advanceBoard(given, { type: 'changed', id: 'a', status, agent: null }), 'a');
    expect(to('PENDING')).toEqual({ kind: 'returned' });
    expect(to('COMPLETED')).toEqual({ kind: 'gone', status: 'COMPLETED' });
  });

  it('moves on to the next below, and round to the first', () => {
    const board = after(listed('a', 'b', 'c'), { type: 'asked', id: 'b', agent });
    expect(nextOpen(board, 'b')).toBe('c');
    expect(nextOpen(board, 'c')).toBe('a');
    expect(nextOpen(after(listed('a'), asked), 'a')).toBeNull();
  });
});
