import type { Failure } from '@muster/domain/job/failure.ts';
import type { Reads, StoredAssignment } from './ports/store.ts';
import type { Settle } from './settle-assignment.ts';
import { system } from './who.ts';

/**
 * Ends every assignment whose agent was silent past its lease. Any server may do it; the commit lets one win.
 *
 * While the database is away no server can extend the leases of its calls. Whoever could not reach it for more than
 * `awayMs` then leaves those that servers hold alone for `graceMs`, so that each can say first that it is still there.
 */
export function createExpireLeases({
  reads,
  settle,
  elapsed,
  awayMs,
  graceMs,
}: {
  readonly reads: Reads;
  readonly settle: Settle;
  /** Milliseconds on a clock that only goes forward. */
  readonly elapsed: () => number;
  readonly awayMs: number;
  readonly graceMs: number;
}) {
  let reachedAt = elapsed();
  let failed = false;
  let graceUntil = Number.NEGATIVE_INFINITY;
  return async (): Promise<number> => {
    const found = await reads.expiredAssignments(500).catch((error: unknown) => {
      failed = true;
      throw error;
    });
    // A look that only came late, because there is much to do, is no such time.
    if (failed && elapsed() - reachedAt > awayMs) graceUntil = elapsed() + graceMs;
    failed = false;
    reachedAt = elapsed();
    const expired = found.filter(({ heldBy }) => heldBy === null || elapsed() >= graceUntil);
    const results = await Promise.all(
      expired.map((assignment) =>
        settle({
          assignmentId: assignment.id,
          leaseToken: assignment.leaseToken,
          actor: system,
          expired: true,
          outcome: { outcome: 'FAILED', failure: failureOf(assignment) },
        }),
      ),
    );
    return results.filter(({ ok }) => ok).length;
  };
}

/** A server that died says nothing against the agent that it was calling. */
function failureOf({ heldBy, leaseMs, state }: StoredAssignment): Failure {
  if (heldBy !== null)
    return { class: 'transient', message: 'the server that called the agent has gone.' };
  const message =
    state === 'ASSIGNED'
      ? 'the agent did not take the job up in time.'
      : `nothing was heard of it for ${leaseMs / 1000} s, or it took longer than it may.`;
  return { class: 'lease_expired', message };
}
