import { transition } from '@muster/domain/job/transition.ts';
import { leftToPerson, standing } from './leave-to-person.ts';
import type { Matched } from './match-job.ts';
import { type LeaseTimes, openAssignment } from './open-assignment.ts';
import type { Change } from './ports/commit.ts';
import type { Secrets } from './ports/secrets.ts';
import type { WaitingJob } from './ports/store.ts';
import type { QueueMemory } from './queue-memory.ts';
import { system } from './who.ts';

/** Whether somebody may have the job, now or once a place is free. */
export function somebodyCan({ decision, somebodyLater }: Matched): boolean {
  const isNow = decision.candidates.some(({ eligible }) => eligible);
  return isNow ? decision.outcome !== 'NO_AGENT' : somebodyLater;
}

/** What is to be written about a waiting job that was matched; null when it goes on waiting as it did. */
export function changeOf(
  ports: { readonly secrets: Secrets; readonly leaseTimes: LeaseTimes },
  memory: QueueMemory,
  job: WaitingJob,
  matched: Matched,
  knows: string,
): Change | null {
  const { decision, winner } = matched;
  const by = { jobId: job.id, actor: system };
  if (winner !== null) {
    const move = transition(job, 'assigned');
    if ('refused' in move) return null;
    const { method, confidence, reason } = decision;
    return {
      ...by,
      move: move.move,
      message: `Matched: ${reason}`,
      agentId: winner.id,
      requestPayload: { method, confidence, inputs: job.inputs },
      opens: openAssignment(ports.secrets, ports.leaseTimes, job, winner, decision),
    };
  }
  if (decision.outcome === 'NO_AGENT' && somebodyCan(matched)) return null;
  const { event, message } = leftToPerson(decision);
  // Said once: the same reason again would only fill the log.
  if (job.lastMatchingFailure === message) {
    memory.leave(job, knows);
    return null;
  }
  const left = transition(job, event);
  if ('refused' in left) return null;
  return {
    ...by,
    move: left.move,
    message,
    agentId: null,
    responsePayload: standing(decision),
    leaves: { decision, consideredWith: knows },
    // A retry stays in the queue.
    ...(job.nextAttemptAt === null ? {} : { nextAttemptInMs: 0 }),
  };
}
