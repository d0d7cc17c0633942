import type { Issue } from '../job/errors.ts';
import type { TagRule } from '../matching/match-agent.ts';
import { checkRetryPolicy, type PartialRetryPolicy } from '../retry/policy.ts';
import { checkJson } from './check-json.ts';
import { checkNames, checkTagRule, checkTags } from './check-names.ts';
import { checkIdempotencyKey, checkInteger, checkOptionalText, checkText } from './check-text.ts';
import { limits } from './limits.ts';

interface Repeatable {
  readonly idempotencyKey?: string | null | undefined;
}

export interface NewJob extends Repeatable {
  readonly title: string;
  readonly description: string | null;
  readonly inputs: unknown;
  readonly requiredSkills: readonly string[];
  readonly tags: readonly string[];
  readonly agentTags: TagRule;
  /** 0 lowest … 100 highest. */
  readonly priority: number;
  readonly retryPolicy?: PartialRetryPolicy | null;
}

/** All that is wrong with a job to be created; empty when it may be. */
export function checkNewJob(job: NewJob): readonly Issue[] {
  return [
    ...checkText('title', job.title, { maxCharacters: limits.titleCharacters, required: true }),
    ...checkOptionalText('description', job.description, limits.descriptionCharacters),
    ...checkJobInputs(job),
    ...checkNames(
      'requiredSkills',
      job.requiredSkills,
      limits.requiredSkills,
      limits.skillNameCharacters,
    ),
    ...checkTags('tags', job.tags),
    ...checkTagRule('agentTags', job.agentTags),
    ...checkInteger('priority', job.priority, limits.minPriority, limits.maxPriority),
    ...checkJobPolicy(job),
  ];
}

/** For every command that carries inputs or only a key: assigning, resubmitting, matching. */
export function checkJobInputs(
  command: Repeatable & { readonly inputs?: unknown },
): readonly Issue[] {
  return [...checkJson('inputs', command.inputs, limits.inputsBytes), ...checkKey(command)];
}

/** New inputs and a new retry policy, as far as they are given. */
export function checkResubmission(
  command: Repeatable & {
    readonly inputs?: unknown;
    readonly retryPolicy?: PartialRetryPolicy | undefined;
  },
): readonly Issue[] {
  return [...checkJobInputs(command), ...checkJobPolicy(command)];
}

export function checkCancellation(
  command: Repeatable & { readonly reason: string | null },
): readonly Issue[] {
  return [
    ...checkOptionalText('reason', command.reason, limits.messageCharacters),
    ...checkKey(command),
  ];
}

/** Feedback is what the next attempt works from, so it may not be blank. */
export function checkFeedback(
  command: Repeatable & { readonly feedback: string },
): readonly Issue[] {
  const rule = { maxCharacters: limits.messageCharacters, required: true };
  return [...checkText('feedback', command.feedback, rule), ...checkKey(command)];
}

export function checkClaim(command: { readonly waitMs: number }): readonly Issue[] {
  return checkInteger('waitMs', command.waitMs, limits.minWaitMs, limits.maxWaitMs);
}

function checkJobPolicy({
  retryPolicy,
}: {
  readonly retryPolicy?: PartialRetryPolicy | null | undefined;
}): readonly Issue[] {
  return checkRetryPolicy(retryPolicy ?? {}).map(({ path, message }) => ({
    path: `retryPolicy.${path}`,
    message: `retryPolicy.${message}`,
  }));
}

function checkKey(command: Repeatable): readonly Issue[] {
  return checkIdempotencyKey(command.idempotencyKey, limits.idempotencyKeyCharacters);
}
