import { describe, expect, it } from 'vitest';
import { resultShape } from './result-shape.ts';

describe('a result is shown', () => {
  it('as a table when it is rows, with the columns of all of them', () => {
    const rows = [
      { word: 'a', count: 2 },
      { word: 'b', share: 0.5 },
    ];
    expect(resultShape(rows)).toEqual({ type: 'rows', columns: ['word', 'count', 'share'], rows });
  });

  it('as a page when it is HTML, but not when it only mentions a tag', () => {
    expect(resultShape('<h1>Hi</h1>')).toEqual({ type: 'html', html: '<h1>Hi</h1>' });
    expect(resultShape('Text, then <b>bold</b>', 'html').type).toBe('html');
    expect(resultShape('use <b>bold</b> sparingly').type).toBe('tree');
    expect(resultShape('<3 you').type).toBe('tree');
  });

  it('as text when it has lines', () => {
    expect(resultShape('a\nb')).toEqual({ type: 'text', text: 'a\nb' });
  });

  it('part by part when one of the parts is more than a tree', () => {
    expect(resultShape({ rowCount: 3, columns: [{ name: 'a' }] })).toEqual({
      type: 'parts',
      parts: [
        { name: 'rowCount', value: 3 },
        { name: 'columns', value: [{ name: 'a' }] },
      ],
    });
    expect(resultShape({ a: 1, b: [1, 2] }).type).toBe('tree');
  });

  it('as a tree otherwise', () => {
    expect(resultShape([1, 2]).type).toBe('tree');
    expect(resultShape([]).type).toBe('tree');
    expect(resultShape(null).type).toBe('tree');
  });
});
