import { ok, refuse } from '@muster/domain/job/errors.ts';
import { transition } from '@muster/domain/job/transition.ts';
import { checkJobInputs } from '@muster/domain/validation/check-job.ts';
import type { Commands } from '@muster/schema/context.ts';
import { decideAndCommit, decided } from './decide-and-commit.ts';
import { type IdempotencyPorts, idempotently } from './idempotently.ts';
import { leftToPerson, standing } from './leave-to-person.ts';
import type { Matcher } from './match-job.ts';
import { type LeaseTimes, openAssignment } from './open-assignment.ts';
import type { Committer } from './ports/commit.ts';
import type { Reads } from './ports/store.ts';
import { illegal, invalid, notFound } from './refusals.ts';
import { actorOf } from './who.ts';

export interface AutoAssignPorts extends IdempotencyPorts {
  readonly reads: Reads;
  readonly committer: Committer;
  readonly matcher: Matcher;
  readonly leaseTimes: LeaseTimes;
}

/** Gives a job to the agent that the matcher chooses, or records why nobody can have it. */
export function createAutoAssign(ports: AutoAssignPorts): Commands['autoAssign'] {
  return async (caller, input) => {
    const issues = checkJobInputs(input);
    if (issues.length > 0) return invalid(issues);
    return idempotently(ports, 'autoAssign', caller, input, (keep) =>
      decideAndCommit(ports, input.jobId, keep, async (job) => {
        const assigned = transition(job, 'assigned');
        if ('refused' in assigned) return illegal(assigned.refused);
        const agents = await ports.reads.agents();
        const consideredWith = ports.matcher.knows(agents);
        const { decision, winner } = await ports.matcher.match(job, agents);
        const { method, reason, confidence } = decision;

        if (winner === null) {
          const { event, code, message } = leftToPerson(decision);
          const left = transition(job, event);
          if ('refused' in left) return illegal(left.refused);
          return ok({
            change: {
              jobId: job.id,
              move: left.move,
              actor: actorOf(caller),
              message,
              agentId: null,
              responsePayload: standing(decision),
              leaves: { decision, consideredWith },
            },
            result: refuse({ code, message, jobId: job.id, decision }),
          });
        }

        const opens = openAssignment(ports.secrets, ports.leaseTimes, job, winner, decision);
        return decided(
          {
            jobId: job.id,
            move: assigned.move,
            actor: actorOf(caller),
            message: `Matched: ${reason}`,
            agentId: winner.id,
            requestPayload: { method, confidence, inputs: job.inputs },
            opens,
          },
          { jobId: job.id, assignmentId: opens.id },
        );
      }),
    );
  };
}

/** The same matcher, writing nothing. */
export function createPreviewAssignment(ports: {
  readonly reads: Reads;
  readonly matcher: Matcher;
}): Commands['previewAssignment'] {
  return async ({ jobId }) => {
    const job = await ports.reads.job(jobId);
    if (job === null) return notFound('job', jobId);
    return ok((await ports.matcher.match(job)).decision);
  };
}
