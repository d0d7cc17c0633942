import type { IdempotencyStore } from '../app/ports/store.ts';
import { claimKeys } from './commit-transitions.sql.ts';
import type { Database } from './database.ts';

type Kept = NonNullable<Awaited<ReturnType<IdempotencyStore['find']>>>;

export function createIdempotencyStore(database: Database): IdempotencyStore {
  const find: IdempotencyStore['find'] = async (scope, key) => {
    const [row] = await database.query<Kept>(
      'SELECT fingerprint, result FROM "IdempotencyKey" WHERE scope = $1 AND key = $2',
      [scope, key],
    );
    return row ?? null;
  };
  return {
    find,
    async keep(kept) {
      await database.query(claimKeys, [JSON.stringify([kept])]);
      return (await find(kept.scope, kept.key)) ?? kept;
    },
    async forgetOlderThan(hours) {
      await database.query(
        `DELETE FROM "IdempotencyKey" WHERE "createdAt" < now() - $1 * interval '1 hour'`,
        [hours],
      );
    },
  };
}
