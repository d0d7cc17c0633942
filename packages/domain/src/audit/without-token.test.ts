import { describe, expect, it } from 'vitest';
import { withoutToken } from './without-token.ts';

const token = 'vamU87dStwZhRN6lWjuM26mPbzOgZGkI';

describe('withoutToken', () => {
  it('takes the token out of texts, wherever they stand', () => {
    const answer = { message: `by ${token}`, output: [{ [token]: token }], n: 1 };
    expect(withoutToken(token, answer)).toEqual({
      message: 'by [redacted]',
      output: [{ '[redacted]': '[redacted]' }],
      n: 1,
    });
  });

  it('leaves a value alone that does not hold it', () => {
    const answer = { message: 'done' };
    expect(withoutToken(token, answer)).toBe(answer);
    expect(withoutToken(token, undefined)).toBeUndefined();
  });

  it('does not take a short word for a secret', () => {
    expect(withoutToken('a', 'banana')).toBe('banana');
  });
});
