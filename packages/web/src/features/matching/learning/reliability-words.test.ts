import { expect, it } from 'vitest';
import { binLabel, calibrationError, sayBin } from './reliability-words.ts';

const bin = { from: 0.7, to: 0.8, decisions: 30, meanConfidence: 0.76, shareRight: 0.7 };
const empty = { from: 0, to: 0.1, decisions: 0, meanConfidence: null, shareRight: null };

it('a bin says what was said and what was right', () => {
  expect(binLabel(bin)).toBe('70–80 %');
  expect(sayBin(bin)).toBe('Said 70–80 % (mean 76 %), right 70 %, of 30 decisions');
  expect(sayBin(empty)).toBe('Said 0–10 %: no decision');
});

it('the calibration error weighs each bin by its decisions', () => {
  const exact = { from: 0.9, to: 1, decisions: 10, meanConfidence: 0.95, shareRight: 0.95 };
  expect(calibrationError([empty, bin, exact])).toBeCloseTo((30 * 0.06) / 40);
  expect(calibrationError([empty])).toBeNull();
});
