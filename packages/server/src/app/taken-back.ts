import type { CancelNotices } from './ports/cancel-notices.ts';
import type { Change } from './ports/commit.ts';
import type { RunningCalls } from './ports/running-calls.ts';
import type { Reads } from './ports/store.ts';

export interface TakenBackPorts {
  readonly reads: Reads;
  readonly calls: RunningCalls;
  readonly cancelNotices: CancelNotices;
}

/**
 * After the commit that took a job back: its open call ends here and, by its lease, anywhere. An agent that accepted by 202
 * has no open call, and is told at its endpoint.
 */
export function stopTakenBack(ports: TakenBackPorts, { jobId, move, holds }: Change): void {
  if (holds === undefined) return;
  ports.calls.stop(holds.id, 'The assignment was cancelled.');
  if (move.from !== 'IN_PROGRESS') return;
  ports.reads.agent(holds.agentId).then(
    (agent) => {
      if (agent?.kind !== 'HTTP') return;
      const reason = holds.takenBackFor ?? null;
      ports.cancelNotices.send({ assignmentId: holds.id, jobId, reason, agent });
    },
    // A database that is away: the notice is not worth more than this.
    () => {},
  );
}
