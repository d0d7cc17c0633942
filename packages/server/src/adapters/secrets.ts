import { createHash, randomBytes } from 'node:crypto';
import type { Secrets } from '../app/ports/secrets.ts';

/**
 * Ids in the form of Prisma's `cuid()`: `c`, time, counter, randomness. They sort by time, so that rows
 * written together lie together in their indexes.
 */
export function createSecrets(now: () => number): Secrets {
  let counter = 0;
  return {
    newId() {
      counter = (counter + 1) % 36 ** 4;
      const random = BigInt(`0x${randomBytes(8).toString('hex')}`)
        .toString(36)
        .padStart(13, '0')
        .slice(-12);
      return `c${now().toString(36).padStart(8, '0')}${counter.toString(36).padStart(4, '0')}${random}`;
    },
    newToken: () => randomBytes(32).toString('base64url'),
    newSigningSecret: () => `whsec_${randomBytes(32).toString('base64')}`,
    random: Math.random,
    hash: (text) => createHash('sha256').update(text).digest('hex'),
  };
}
