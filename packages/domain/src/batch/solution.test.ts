import { describe, expect, it } from 'vitest';
import { readSolution } from './solution.ts';

const solution = {
  method: 'TIME_LIMITED',
  totalScore: 12.5,
  greedyScore: 11,
  placed: 14,
  tookMs: 900,
  gap: 0.01,
  note: null,
};

describe('a kept solution', () => {
  it('is read as it was written', () => {
    expect(readSolution(JSON.parse(JSON.stringify(solution)))).toEqual(solution);
    expect(readSolution(null)).toBeNull();
  });

  it.each([
    'OPTIMAL',
    {},
    { ...solution, method: 'MAGIC' },
    { ...solution, placed: '14' },
    { ...solution, gap: undefined },
    { ...solution, note: 3 },
  ])('is refused when it is something else: %j', (json) => {
    expect(() => readSolution(json)).toThrow('cannot be read');
  });
});
