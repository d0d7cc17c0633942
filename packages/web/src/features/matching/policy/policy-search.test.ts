import { expect, it } from 'vitest';
import { readPolicySearch, writePolicySearch } from './policy-search.ts';

it('the address keeps how far one looks back, and the version pointed to', () => {
  expect(readPolicySearch('')).toEqual({ last: 200, version: null });
  expect(writePolicySearch({ last: 200, version: null })).toBe('');
  const search = { last: 1000, version: 0 };
  expect(readPolicySearch(writePolicySearch(search))).toEqual(search);
  expect(readPolicySearch('last=7&version=-1')).toEqual({ last: 200, version: null });
});
