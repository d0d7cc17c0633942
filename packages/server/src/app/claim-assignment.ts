import { ok } from '@muster/domain/job/errors.ts';
import { checkClaim } from '@muster/domain/validation/check-job.ts';
import type { Commands } from '@muster/schema/context.ts';
import type { AgentBell } from './ports/agent-bell.ts';
import type { Secrets } from './ports/secrets.ts';
import type { Leases, Reads } from './ports/store.ts';
import { invalid } from './refusals.ts';
import type { Settle } from './settle-assignment.ts';

export interface ClaimPorts {
  readonly reads: Reads;
  readonly leases: Leases;
  readonly settle: Settle;
  readonly bell: AgentBell;
  readonly secrets: Secrets;
  /** Aborts when the server stops: nobody is kept waiting then. */
  readonly stopping: AbortSignal;
  /** Milliseconds on a clock that only goes forward. */
  readonly elapsed: () => number;
}

/** Among how many of the oldest one that lost a race chooses. */
const spread = 16;

/**
 * Gives a PULL agent its oldest assignment, waiting for one if need be. Claiming is starting: of two
 * processes of one agent that ask at once, one gets it.
 */
export function createClaimAssignment({
  reads,
  leases,
  settle,
  bell,
  secrets,
  stopping,
  elapsed,
}: ClaimPorts): Commands['claimAssignment'] {
  return async ({ agentId, waitMs, signal }) => {
    const issues = checkClaim({ waitMs });
    if (issues.length > 0) return invalid(issues);
    const until = elapsed() + waitMs;
    const gone = AbortSignal.any(signal ? [stopping, signal] : [stopping]);
    let lostRaces = 0;
    for (;;) {
      // Whoever hung up must not be given work: it would lie there until its lease ran out.
      if (gone.aborted) return ok(null);
      await leases.seen(agentId);
      // The bell is taken before the look, so that work given in between still rings it.
      const left = until - elapsed();
      const leave = new AbortController();
      const rung = bell.wait(agentId, Math.max(0, left), AbortSignal.any([leave.signal, gone]));
      const waiting = await reads.unclaimedAssignments(agentId, lostRaces === 0 ? 1 : spread);
      // Many processes of one agent that ask at once would all go for the oldest, again and again.
      const assignment = waiting[Math.floor(secrets.random() * waiting.length)];
      if (assignment !== undefined) {
        leave.abort();
        const { id: assignmentId, leaseToken } = assignment;
        const started = await settle({
          assignmentId,
          leaseToken,
          actor: `agent:${agentId}`,
          claims: true,
          outcome: { outcome: 'STARTED', message: 'The agent claimed the job.' },
        });
        if (started.ok) return ok({ assignmentId, leaseToken });
        lostRaces += 1;
        continue;
      }
      if (left <= 0) {
        leave.abort();
        return ok(null);
      }
      await rung;
    }
  };
}
