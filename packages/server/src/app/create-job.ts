import { ok } from '@muster/domain/job/errors.ts';
import { transition } from '@muster/domain/job/transition.ts';
import { completePolicy, type RetryPolicy } from '@muster/domain/retry/policy.ts';
import { checkNewJob } from '@muster/domain/validation/check-job.ts';
import type { Commands } from '@muster/schema/context.ts';
import { repeated, withKept } from './decide-and-commit.ts';
import { type IdempotencyPorts, idempotently } from './idempotently.ts';
import type { Committer } from './ports/commit.ts';
import { illegal, invalid } from './refusals.ts';
import { actorOf } from './who.ts';

export function createCreateJob(
  ports: IdempotencyPorts & { readonly committer: Committer; readonly retryPolicy: RetryPolicy },
): Commands['createJob'] {
  return async (caller, input) => {
    const issues = checkNewJob(input);
    if (issues.length > 0) return invalid(issues);
    return idempotently(ports, 'createJob', caller, input, async (keep) => {
      const decision = transition(null, 'created');
      if ('refused' in decision) return illegal(decision.refused);
      const result = ok({ jobId: ports.secrets.newId() });
      const { title, description, inputs, requiredSkills, tags, agentTags, priority, autoAssign } =
        input;
      const retryPolicy = input.retryPolicy && completePolicy(input.retryPolicy, ports.retryPolicy);
      const outcome = await ports.committer.commit(
        withKept(
          {
            jobId: result.value.jobId,
            move: decision.move,
            actor: actorOf(caller),
            message: 'The job came in.',
            agentId: null,
            requestPayload: {
              title,
              inputs,
              requiredSkills,
              tags,
              agentTags,
              priority,
              autoAssign,
              retryPolicy,
            },
            create: {
              title: title.trim(),
              description,
              inputs,
              requiredSkills,
              tags,
              agentTags,
              priority,
              autoAssign,
              retryPolicy,
            },
          },
          keep,
          result,
        ),
      );
      return outcome === 'repeated' ? repeated : result;
    });
  };
}
