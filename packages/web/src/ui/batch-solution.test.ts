import { describe, expect, it } from 'vitest';
import { type BatchSolution, saySolution } from './batch-solution.ts';

const optimal: BatchSolution = {
  method: 'OPTIMAL',
  totalScore: 71.3,
  greedyScore: 68.4,
  tookMs: 120,
  gap: 0,
  note: null,
};

describe('a solution', () => {
  it('says what the whole gained over one after another, and that it is the best', () => {
    expect(saySolution(optimal)).toEqual([
      'Total score 71.3; one job after another it would have been 68.4: 4.2 % gained by matching them as a whole.',
      'Proven to be the best there is, in 120 ms.',
    ]);
  });

  it('does not boast where nothing was gained', () => {
    expect(saySolution({ ...optimal, greedyScore: 71.3 })[0]).toBe(
      'Total score 71.3, which one job after another would have reached as well.',
    );
    expect(saySolution({ ...optimal, totalScore: 0, greedyScore: 0 })[0]).toContain('as well');
  });

  it('says what it gave up', () => {
    const limited = { ...optimal, method: 'TIME_LIMITED', gap: 0.013, tookMs: 30_000 } as const;
    expect(saySolution(limited)[1]).toBe(
      'The best found in 30 s; a better one could gain at most 1.3 %.',
    );
    const greedy = { ...optimal, method: 'GREEDY', note: 'The solver ran out of time.' } as const;
    expect(saySolution(greedy).slice(1)).toEqual([
      'Matched one job after another, in 120 ms; there may be a better whole.',
      'The solver ran out of time.',
    ]);
  });
});
