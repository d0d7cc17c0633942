import { createHash, randomBytes } from 'node:crypto';
import type { Secrets } from '../app/ports/secrets.ts';

const digits = '0123456789abcdefghijklmnopqrstuvwxyz';
const randomDigits = 12;
const poolBytes = randomDigits * 512;

/**
 * Ids in the form of Prisma's `cuid()`: `c`, time, counter, randomness. They sort by time, so that rows
 * written together lie together in their indexes.
 */
export function createSecrets(now: () => number): Secrets {
  let counter = 0;
  // Asked for by the thousand: one call for each id took 5 % of a busy server's time (bench/bench-assign.ts).
  let pool = Buffer.alloc(0);
  let used = 0;
  const random = () => {
    if (used >= pool.length) {
      pool = randomBytes(poolBytes);
      used = 0;
    }
    let text = '';
    for (const end = used + randomDigits; used < end; used += 1)
      text += digits[(pool[used] ?? 0) % digits.length];
    return text;
  };
  return {
    newId() {
      counter = (counter + 1) % 36 ** 4;
      return `c${now().toString(36).padStart(8, '0')}${counter.toString(36).padStart(4, '0')}${random()}`;
    },
    newToken: () => randomBytes(32).toString('base64url'),
    newSigningSecret: () => `whsec_${randomBytes(32).toString('base64')}`,
    random: Math.random,
    hash: (text) => createHash('sha256').update(text).digest('hex'),
  };
}
