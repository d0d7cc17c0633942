import { ok, type Result } from '@muster/domain/job/errors.ts';
import { transition } from '@muster/domain/job/transition.ts';
import { completePolicy, type RetryPolicy } from '@muster/domain/retry/policy.ts';
import { checkFeedback, checkResubmission } from '@muster/domain/validation/check-job.ts';
import type { Commands } from '@muster/schema/context.ts';
import { decideAndCommit, decided } from './decide-and-commit.ts';
import { type IdempotencyPorts, idempotently } from './idempotently.ts';
import type { Change, Committer } from './ports/commit.ts';
import type { Reads, StoredJob } from './ports/store.ts';
import { illegal, invalid } from './refusals.ts';
import { actorOf } from './who.ts';

export interface ResubmitPorts extends IdempotencyPorts {
  readonly reads: Reads;
  readonly committer: Committer;
  readonly retryPolicy: RetryPolicy;
}

/** Puts a job up again, as it was or with what is given anew. */
export function createResubmit(ports: ResubmitPorts): Commands['resubmit'] {
  return async (caller, input) => {
    const issues = checkResubmission(input);
    if (issues.length > 0) return invalid(issues);
    return idempotently(ports, 'resubmit', caller, input, (keep) =>
      decideAndCommit(ports, input.jobId, keep, async (job) => {
        const { inputs, autoAssign, retryPolicy } = input;
        const change = putUpAgain(job, actorOf(caller), {
          inputs,
          autoAssign,
          retryPolicy: retryPolicy && completePolicy(retryPolicy, ports.retryPolicy),
        });
        return change.ok ? decided(change.value, { jobId: job.id }) : change;
      }),
    );
  };
}

/** What is undefined the job keeps. */
interface Anew {
  readonly inputs?: unknown;
  readonly autoAssign?: boolean | undefined;
  readonly retryPolicy?: RetryPolicy | undefined;
}

export function putUpAgain(job: StoredJob, actor: string, anew: Anew = {}): Result<Change> {
  const decision = transition(job, 'resubmitted');
  if ('refused' in decision) return illegal(decision.refused);
  const { inputs, autoAssign, retryPolicy } = anew;
  const corrected = inputs !== undefined;
  const isAsItWas = Object.values(anew).every((value) => value === undefined);
  return ok({
    jobId: job.id,
    move: decision.move,
    actor,
    message: corrected
      ? 'Resubmitted with new inputs.'
      : isAsItWas
        ? 'Resubmitted as it was.'
        : 'Resubmitted.',
    agentId: null,
    ...(isAsItWas ? {} : { requestPayload: anew }),
    ...(corrected ? { inputs: { value: inputs } } : {}),
    ...(autoAssign === undefined ? {} : { autoAssign }),
    ...(retryPolicy === undefined ? {} : { retryPolicy }),
    result: { value: null },
    resubmits: true,
  });
}

/** Sends a finished job back with feedback; it waits for a resubmission. */
export function createRequestResubmission(ports: ResubmitPorts): Commands['requestResubmission'] {
  return async (caller, input) => {
    const issues = checkFeedback(input);
    if (issues.length > 0) return invalid(issues);
    return idempotently(ports, 'requestResubmission', caller, input, (keep) =>
      decideAndCommit(ports, input.jobId, keep, async (job) => {
        const decision = transition(job, 'sentBack');
        if ('refused' in decision) return illegal(decision.refused);
        return decided(
          {
            jobId: job.id,
            move: decision.move,
            actor: actorOf(caller),
            message: `Sent back: ${input.feedback}`,
            agentId: job.agentId,
            requestPayload: { feedback: input.feedback },
          },
          { jobId: job.id },
        );
      }),
    );
  };
}
