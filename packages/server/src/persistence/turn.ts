import type { InTurn } from '../app/ports/turn.ts';
import type { Database } from './database.ts';

/** Arbitrary, and in no other use: advisory locks share one space of numbers in a database. */
const lock = 7_203_114_455;

/**
 * An advisory lock of a transaction that does nothing else: PostgreSQL gives it back when the connection breaks, and when the
 * transaction has been idle for five seconds (`connectionLimits`), so also when this server was lost without a word.
 */
export function createTurn(database: Database): InTurn {
  // One process has the embedded database, and a transaction would keep its only connection from the work.
  if (database.kind === 'embedded') return (work) => work();
  return async <T>(work: () => Promise<T>) => {
    let done: { readonly result: T } | undefined;
    try {
      await database.transaction(async (tx) => {
        const [row] = await tx.query<{ mine: boolean }>(
          `SELECT pg_try_advisory_xact_lock(${lock}) AS mine`,
        );
        if (row?.mine) done = { result: await work() };
      });
    } catch (error) {
      // That the turn was taken back meanwhile undoes nothing of the work.
      if (done === undefined) throw error;
    }
    return done === undefined ? null : done.result;
  };
}
