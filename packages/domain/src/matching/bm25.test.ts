import { describe, expect, it } from 'vitest';
import { buildBm25Index, normaliseScores, scoreBm25 } from './bm25.ts';

const document = (id: string, text: string, weight = 1) => ({
  id,
  fields: [{ tokens: text.split(' '), weight }],
});

const index = buildBm25Index([
  document('a', 'csv table'),
  document('b', 'json table'),
  document('c', 'text words sentences'),
]);

describe('BM25', () => {
  it('gives the value of the formula', () => {
    // idf = ln(1 + (3 − 1 + ½) / (1 + ½)); length 2 of a mean of 7/3.
    const idf = Math.log(1 + 2.5 / 1.5);
    const expected = (idf * 2.2) / (1 + 1.2 * (0.25 + (0.75 * 2) / (7 / 3)));
    expect(scoreBm25(index, ['csv']).get('a')).toBeCloseTo(expected, 12);
  });

  it('weighs a rare word more than a common one', () => {
    const scores = scoreBm25(index, ['csv', 'table']);
    expect(scores.get('a')).toBeGreaterThan(2 * (scores.get('b') ?? 0));
  });

  it('knows nothing of a document that shares no word', () => {
    expect([...scoreBm25(index, ['csv', 'unheard']).keys()]).toEqual(['a']);
    expect(scoreBm25(index, []).size).toBe(0);
    expect(scoreBm25(buildBm25Index([]), ['csv']).size).toBe(0);
  });

  it('counts a word of a weighty field more', () => {
    const weighted = buildBm25Index([document('light', 'csv x'), document('heavy', 'csv x', 2)]);
    const scores = scoreBm25(weighted, ['csv']);
    expect(scores.get('heavy')).toBeGreaterThan(scores.get('light') ?? 0);
  });

  it('normalises to shares of the best document', () => {
    const shares = normaliseScores(index, scoreBm25(index, ['csv', 'table']));
    expect(shares.get('a')).toBe(1);
    expect(shares.get('b')).toBeGreaterThan(0);
    expect(shares.get('b')).toBeLessThan(0.5);
  });

  it('calls nobody a full fit for a word that many have', () => {
    const shares = normaliseScores(index, scoreBm25(index, ['table']));
    expect(shares.get('a')).toBeGreaterThan(0);
    expect(shares.get('a')).toBeLessThan(0.7);
  });
});
