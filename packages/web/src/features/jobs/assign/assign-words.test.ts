import { describe, expect, test } from 'vitest';
import { sayConfidence } from './confidence-words.ts';
import { sayCost } from './cost-words.ts';
import { componentWeights, scoreParts } from './score-parts.ts';
import { canBeChosenByHand, reasonAgainst } from './verdict-words.ts';

describe('a score as a bar', () => {
  test('has parts that add up to the weighted mean', () => {
    const parts = scoreParts([
      { name: 'fit', value: 0.5, weight: 0.8 },
      { name: 'load', value: 1, weight: 0.1 },
      { name: 'novelty', value: 0, weight: 0.1 },
    ]);
    expect(parts.map(({ label, share }) => [label, Number(share.toFixed(3))])).toEqual([
      ['Fit with the job’s words', 0.4],
      ['Free capacity', 0.1],
      ['novelty', 0],
    ]);
    expect(parts[0]?.account).toBe('Fit with the job’s words: 0.50, counts 80 %');
  });

  test('is empty when nothing counts', () => {
    expect(scoreParts([])).toEqual([]);
    expect(scoreParts([{ name: 'fit', value: 1, weight: 0 }])).toEqual([]);
  });
});

test('the columns of a decision have the weights of those that have the component', () => {
  const fit = { name: 'fit', value: 1, weight: 0.6 };
  const cost = { name: 'cost', value: 1, weight: 0.2 };
  expect(componentWeights([{ components: [fit] }, { components: [fit, cost] }])).toEqual([
    { name: 'fit', share: expect.closeTo(0.75) },
    { name: 'cost', share: expect.closeTo(0.25) },
  ]);
  expect(componentWeights([{ components: [{ ...fit, weight: 0 }] }])).toEqual([
    { name: 'fit', share: 0 },
  ]);
});

describe('a decision in words', () => {
  test('says how sure it was, and whose estimate that is', () => {
    expect(sayConfidence(0.83, 'SCORED')).toBe('About 83 % sure: probably right');
    expect(sayConfidence(0.4, 'SCORED')).toBe('About 40 % sure: rather wrong than right');
    expect(sayConfidence(0.9, 'MODEL')).toBe('About 90 % sure, by the model’s own estimate');
  });

  test('says what a question cost, however little', () => {
    expect([0, 0.00001, 0.00042, 1.2].map(sayCost)).toEqual([
      '$0',
      'less than $0.0001',
      '$0.0004',
      '$1.20',
    ]);
  });
});

const failed = (filter: string, reason: string | null = null) => ({
  filter,
  passed: false,
  reason,
});
const passed = (filter: string) => ({ filter, passed: true, reason: null });

describe('verdicts in words', () => {
  test('name all that stands against an agent', () => {
    expect(reasonAgainst([passed('capacity'), passed('skills')])).toBeNull();
    expect(
      reasonAgainst([failed('available', 'is paused'), failed('skills', 'has no skill csv')]),
    ).toBe('Is paused; has no skill csv.');
    expect(reasonAgainst([failed('region')])).toBe('Fails “region”.');
  });

  test('leave to a person what the matcher would merely not choose', () => {
    expect(canBeChosenByHand([failed('skills'), failed('inputs'), passed('capacity')])).toBe(true);
    expect(canBeChosenByHand([failed('available')])).toBe(false);
    expect(canBeChosenByHand([failed('capacity')])).toBe(false);
  });
});
