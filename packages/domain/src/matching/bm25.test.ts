import { describe, expect, it } from 'vitest';
import { buildBm25Index, idfOf, scoreBm25 } from './bm25.ts';

const document = (text: string, weight = 1) => [{ tokens: text.split(' '), weight }];
const query = (...words: string[]) => new Map(words.map((word) => [word, 1]));

const index = buildBm25Index([
  document('csv table'),
  document('json table'),
  document('text words sentences'),
]);

describe('BM25', () => {
  it('gives the value of the formula', () => {
    // As if of 100 documents: idf = ln(1 + (100 − 1 + ½) / (1 + ½)); length 2 of a mean of 7/3.
    const idf = Math.log(1 + 99.5 / 1.5);
    const expected = (idf * 2.2) / (1 + 1.2 * (0.25 + (0.75 * 2) / (7 / 3)));
    expect(scoreBm25(index, query('csv'))[0]).toBeCloseTo(expected, 6);
  });

  it('weighs a rare word more than a common one', () => {
    const [csv = 0, json = 0] = scoreBm25(index, query('csv', 'table'));
    expect(csv).toBeGreaterThan(2 * json);
    expect(idfOf(index, 'csv')).toBeGreaterThan(idfOf(index, 'table'));
  });

  it('gives nothing to a document that shares no word', () => {
    expect([...scoreBm25(index, query('csv', 'unheard'))].map((score) => score > 0)).toEqual([
      true,
      false,
      false,
    ]);
    expect([...scoreBm25(index, new Map())]).toEqual([0, 0, 0]);
    expect(scoreBm25(buildBm25Index([]), query('csv'))).toHaveLength(0);
  });

  it('counts a word of a weighty field, and of a query that stresses it, more', () => {
    const weighted = buildBm25Index([document('csv x'), document('csv x', 2)]);
    const [light = 0, heavy = 0] = scoreBm25(weighted, query('csv'));
    expect(heavy).toBeGreaterThan(light);
    expect(scoreBm25(index, new Map([['csv', 0.5]]))[0]).toBeCloseTo(
      (scoreBm25(index, query('csv'))[0] ?? 0) / 2,
      12,
    );
  });

  it('knows the worth of a word that nobody has', () => {
    expect(idfOf(index, 'csv')).toBeCloseTo(Math.log(1 + 99.5 / 1.5), 6);
    expect(idfOf(index, 'unheard')).toBeCloseTo(Math.log(1 + 100.5 / 0.5), 6);
  });

  it('learns how rare a word is from the documents once there are enough of them', () => {
    const many = buildBm25Index(Array.from({ length: 250 }, (_, n) => document(`common own${n}`)));
    expect(idfOf(many, 'own7')).toBeCloseTo(Math.log(1 + 249.5 / 1.5), 5);
    expect(idfOf(many, 'common')).toBeCloseTo(Math.log(1 + 0.5 / 250.5), 5);
  });

  it('does not take a word for more frequent because a document is copied', () => {
    const texts = Array.from({ length: 50 }, () => document('csv table'));
    const copied = buildBm25Index(texts, (n) => n > 0);
    expect(idfOf(copied, 'csv')).toBe(idfOf(index, 'csv'));
    expect(scoreBm25(copied, query('csv'))[49]).toBeGreaterThan(0);
  });
});
