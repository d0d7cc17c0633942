import { createHash, randomBytes } from 'node:crypto';
import type { Secrets } from '../app/ports/secrets.ts';

const digits = '0123456789abcdefghijklmnopqrstuvwxyz';
const randomDigits = 12;
const tokenBytes = 32;
const poolBytes = 8_192;

/**
 * Ids in the form of Prisma's `cuid()`: `c`, time, counter, randomness. They sort by time, so that rows
 * written together lie together in their indexes.
 */
export function createSecrets(now: () => number): Secrets {
  let counter = 0;
  // Asked for by the thousand: one call for each took 5 % of a busy server's time (bench/bench-assign.ts).
  let pool = Buffer.alloc(0);
  let used = 0;
  /** Bytes that nobody was given before. */
  const take = (count: number): Buffer => {
    if (used + count > pool.length) {
      pool = randomBytes(poolBytes);
      used = 0;
    }
    used += count;
    return pool.subarray(used - count, used);
  };
  const random = () => {
    let text = '';
    for (const byte of take(randomDigits)) text += digits[byte % digits.length];
    return text;
  };
  return {
    newId() {
      counter = (counter + 1) % 36 ** 4;
      return `c${now().toString(36).padStart(8, '0')}${counter.toString(36).padStart(4, '0')}${random()}`;
    },
    newToken: () => take(tokenBytes).toString('base64url'),
    newSigningSecret: () => `whsec_${randomBytes(32).toString('base64')}`,
    random: Math.random,
    hash: (text) => createHash('sha256').update(text).digest('hex'),
  };
}
