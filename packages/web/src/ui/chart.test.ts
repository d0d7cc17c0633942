import { describe, expect, it } from 'vitest';
import { axisSteps, partsOf, totalOf } from './chart.ts';

const series = [
  { key: 'right', label: 'Right', colour: 'green' },
  { key: 'wrong', label: 'Wrong', colour: 'red' },
];

describe('a bar', () => {
  it('has its parts in the order of the series, one after another', () => {
    const bar = { values: { wrong: 1, right: 3 } };
    expect(totalOf(bar)).toBe(4);
    expect(
      partsOf(series, bar, totalOf(bar)).map(({ key, start, share }) => [key, start, share]),
    ).toEqual([
      ['right', 0, 0.75],
      ['wrong', 0.75, 0.25],
    ]);
  });

  it('has no part for what is nothing', () => {
    expect(partsOf(series, { values: { right: 0 } }, 0)).toEqual([]);
  });
});

describe('an axis', () => {
  it.each([
    [0, [0, 1]],
    [1, [0, 1]],
    [3, [0, 1, 2, 3]],
    [7, [0, 2, 4, 6, 8]],
    [130, [0, 50, 100, 150]],
    [4000, [0, 1000, 2000, 3000, 4000]],
  ])('to %i has few and round figures', (most, steps) => {
    expect(axisSteps(most)).toEqual(steps);
  });
});
