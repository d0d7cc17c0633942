import { ok, refuse } from '@muster/domain/job/errors.ts';
import { transition } from '@muster/domain/job/transition.ts';
import { checkJobInputs } from '@muster/domain/validation/check-job.ts';
import type { Commands } from '@muster/schema/context.ts';
import { decideAndCommit, decided } from './decide-and-commit.ts';
import { type IdempotencyPorts, idempotently } from './idempotently.ts';
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
        const { decision, winner } = await ports.matcher.match(job);
        const { method, reason, confidence, candidates } = decision;

        if (winner === null) {
          const failed = transition(job, 'matchingFailed');
          if ('refused' in failed) return illegal(failed.refused);
          return ok({
            change: {
              jobId: job.id,
              move: failed.move,
              actor: actorOf(caller),
              message: reason,
              agentId: null,
              responsePayload: {
                candidates: candidates.slice(0, 20).map(({ agentId, verdicts }) => ({
                  agentId,
                  reasons: verdicts.flatMap((verdict) => (verdict.passed ? [] : [verdict.reason])),
                })),
              },
            },
            result: refuse({ code: 'NO_AGENT_MATCHED', message: reason, decision }),
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
