import { expect, it } from 'vitest';
import { readQualitySearch, writeQualitySearch } from './quality-search.ts';

it('the address keeps the time and the grouping, and is bare for what is usual', () => {
  const usual = { range: '7d', by: 'AGENT' } as const;
  expect(readQualitySearch('')).toEqual(usual);
  expect(writeQualitySearch(usual)).toBe('');
  const search = { range: '90d', by: 'POLICY_VERSION' } as const;
  expect(writeQualitySearch(search)).toBe('?range=90d&by=policy');
  expect(readQualitySearch(writeQualitySearch(search))).toEqual(search);
  expect(readQualitySearch('range=constructor&by=toString')).toEqual(usual);
});
