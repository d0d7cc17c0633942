import type { Reads } from './ports/store.ts';
import type { Settle } from './settle-assignment.ts';
import { system } from './who.ts';

/** Ends every assignment whose agent was silent past its lease. Any server may do it; the commit lets one win. */
export function createExpireLeases({
  reads,
  settle,
}: {
  readonly reads: Reads;
  readonly settle: Settle;
}) {
  return async (): Promise<number> => {
    const expired = await reads.expiredAssignments(500);
    const results = await Promise.all(
      expired.map(({ id, leaseToken, leaseMs }) =>
        settle({
          assignmentId: id,
          leaseToken,
          actor: system,
          expired: true,
          outcome: {
            outcome: 'FAILED',
            failure: {
              class: 'lease_expired',
              message: `nothing was heard of it for ${leaseMs / 1000} s.`,
            },
          },
        }),
      ),
    );
    return results.filter(({ ok }) => ok).length;
  };
}
