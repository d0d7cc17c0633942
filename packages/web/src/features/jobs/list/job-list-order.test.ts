import { describe, expect, it } from 'vitest';
import { arrangeRows, mayMoveRows } from './job-list-order.ts';
import { newestFirst } from './job-list-url.ts';

describe('the rows of the list', () => {
  it('follow the server while the top is in view', () => {
    expect(arrangeRows(['b', 'a'], ['c', 'b', 'a'], true)).toEqual({
      order: ['c', 'b', 'a'],
      waiting: 0,
    });
  });

  it('keep their places while one has scrolled, and count what waits', () => {
    expect(arrangeRows(['b', 'a'], ['d', 'c', 'b', 'a'], false)).toEqual({
      order: ['b', 'a'],
      waiting: 2,
    });
  });

  it('grow at the end when more is loaded below', () => {
    expect(arrangeRows(['c', 'b'], ['d', 'c', 'b', 'a'], false)).toEqual({
      order: ['c', 'b', 'a'],
      waiting: 1,
    });
  });

  it('stay when a row has left the view', () => {
    expect(arrangeRows(['c', 'b', 'a'], ['c', 'a'], false)).toEqual({
      order: ['c', 'b', 'a'],
      waiting: 0,
    });
  });

  it('wait as a whole when nothing shown is left', () => {
    expect(arrangeRows(['b', 'a'], ['d', 'c'], false)).toEqual({ order: ['b', 'a'], waiting: 2 });
  });
});

describe('a change', () => {
  const all = { statuses: [], sort: newestFirst };

  it('moves no rows of an unfiltered list in order of age', () => {
    expect(mayMoveRows({ previousStatus: 'PENDING', status: 'ASSIGNED' }, all)).toBe(false);
  });

  it('moves rows when it makes a job', () => {
    expect(mayMoveRows({ previousStatus: null, status: 'PENDING' }, all)).toBe(true);
  });

  it('moves rows when it crosses the filter', () => {
    const failed = { statuses: ['FAILED'], sort: newestFirst } as const;
    expect(mayMoveRows({ previousStatus: 'ASSIGNED', status: 'FAILED' }, failed)).toBe(true);
    expect(mayMoveRows({ previousStatus: 'PENDING', status: 'ASSIGNED' }, failed)).toBe(false);
  });

  it('moves rows sorted by the last change', () => {
    const sort = { field: 'UPDATED_AT', direction: 'DESC' } as const;
    expect(
      mayMoveRows({ previousStatus: 'PENDING', status: 'ASSIGNED' }, { statuses: [], sort }),
    ).toBe(true);
  });
});
