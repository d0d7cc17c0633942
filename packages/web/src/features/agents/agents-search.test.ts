import { expect, test } from 'vitest';
import { readAgentsSearch, writeAgentsSearch } from './agents-search.ts';

test('the address holds text and kind, and forgets what no agent can be', () => {
  expect(readAgentsSearch('q=csv+data&kind=PULL')).toEqual({ text: 'csv data', kind: 'PULL' });
  expect(readAgentsSearch('kind=toString')).toEqual({ text: '', kind: null });
});

test('replacing a part keeps the rest, and leaves nothing empty behind', () => {
  expect(writeAgentsSearch('q=csv&other=1', { kind: 'HTTP' })).toBe('?q=csv&other=1&kind=HTTP');
  expect(writeAgentsSearch('q=csv&kind=HTTP', { text: '', kind: null })).toBe('');
});
