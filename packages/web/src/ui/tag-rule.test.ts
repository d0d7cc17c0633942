import { expect, it } from 'vitest';
import { isEmptyRule, noRule, sayTagRule } from './tag-rule.ts';

it('a rule about tags reads as a line', () => {
  expect(sayTagRule({ demands: ['eu', 'gpu'], refuses: ['beta'] })).toBe(
    'demands eu, gpu; refuses beta',
  );
  expect(sayTagRule({ demands: [], refuses: ['pii'] })).toBe('refuses pii');
  expect(isEmptyRule(noRule)).toBe(true);
  expect(isEmptyRule({ demands: [], refuses: ['pii'] })).toBe(false);
});
