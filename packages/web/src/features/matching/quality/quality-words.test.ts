import { describe, expect, it } from 'vitest';
import type { QualityRow } from './quality-query.ts';
import { barOf, firstShare, otherwise, part, rowLabel } from './quality-words.ts';

const row: QualityRow = {
  key: 'a1',
  label: 'csv-analyst',
  agent: { id: 'a1' },
  decisions: 20,
  completedAtFirst: 12,
  overridden: 2,
  rejected: 1,
  failed: 2,
  open: 2,
  completedAtFirstShare: 12 / 18,
  meanConfidence: 0.8,
};

describe('how decisions turned out', () => {
  it('has a part for what was neither completed, rejected, failed nor is open', () => {
    expect(otherwise(row)).toBe(3);
    expect(Object.values(barOf(row, 'AGENT').values).reduce((sum, one) => sum + one, 0)).toBe(20);
  });

  it('is said in words, what is nothing left out', () => {
    expect(barOf({ ...row, rejected: 0, failed: 0 }, 'AGENT').account).toBe(
      'csv-analyst: 20 decisions, 12 completed at the first attempt, 6 otherwise, 2 still open, 2 overridden by a person',
    );
    expect(barOf(row, 'AGENT').figure).toBe('67 % of 18');
    expect(part(0, 20)).toBe('–');
    expect(part(1, 20)).toBe('1 (5 %)');
    expect(firstShare({ ...row, completedAtFirstShare: null })).toBe('–');
  });

  it.each([
    ['METHOD', 'MODEL', 'The model'],
    ['POLICY_VERSION', '0', 'Built-in default'],
    ['POLICY_VERSION', '3', 'Version 3'],
    ['DAY', '2026-11-04', '4 Nov'],
    ['SKILL', '', 'No skill required'],
    ['MATCHER_VERSION', 'blend/2', 'as it is'],
  ] as const)('%s %s is called %s', (by, key, label) => {
    expect(rowLabel({ key, label: 'as it is' }, by)).toBe(label);
  });
});
