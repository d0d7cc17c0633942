import { builder } from './builder.ts';
import { asOperator } from './refused-request.ts';
import { answer, resultUnion } from './result-union.ts';
import { RetryPolicyInput } from './retry-policy.ts';
import { idempotencyKey, jobField } from './shared-fields.ts';
import { TagRuleInput, tagRuleOf } from './tag-rule.ts';

const defaultPriority = 50;

const CreateJobInput = builder.inputType('CreateJobInput', {
  fields: (t) => ({
    title: t.string({ required: true, description: '1 to 200 characters.' }),
    description: t.string({ description: 'At most 20,000 characters. The matcher reads it.' }),
    inputs: t.field({ type: 'JSON', description: 'What the agent works on; at most 256 KiB.' }),
    requiredSkills: t.stringList({ description: 'At most 32 names of at most 64 characters.' }),
    tags: t.stringList({ description: 'What it is; at most 32 tags of at most 64 characters.' }),
    agentTags: t.field({
      type: TagRuleInput,
      description: 'Which tags its agent must have and must not have.',
    }),
    priority: t.int({ description: '0 lowest … 100 highest; default 50.' }),
    autoAssign: t.boolean({
      description: 'Match it as soon as an agent can take it, without being asked. Default false.',
    }),
    retryPolicy: t.field({ type: RetryPolicyInput, description: 'Default: the server’s.' }),
    idempotencyKey: idempotencyKey(t),
  }),
});

const CreateJobSuccess = builder.objectRef<{ jobId: string }>('CreateJobSuccess');
CreateJobSuccess.implement({ fields: (t) => ({ job: jobField(t) }) });

const RequestResubmissionInput = builder.inputType('RequestResubmissionInput', {
  fields: (t) => ({
    jobId: t.id({ required: true }),
    feedback: t.string({
      required: true,
      description: 'What to do better; at most 4,000 characters.',
    }),
    idempotencyKey: idempotencyKey(t),
  }),
});

const RequestResubmissionSuccess = builder.objectRef<{ jobId: string }>(
  'RequestResubmissionSuccess',
);
RequestResubmissionSuccess.implement({ fields: (t) => ({ job: jobField(t) }) });

const ResubmitInput = builder.inputType('ResubmitInput', {
  fields: (t) => ({
    jobId: t.id({ required: true }),
    inputs: t.field({
      type: 'JSON',
      description: 'New inputs; without them the job keeps its own.',
    }),
    autoAssign: t.boolean({
      description:
        'Whether it is matched as soon as an agent can take it. Without it the job keeps its own, which taking it back made false.',
    }),
    retryPolicy: t.field({
      type: RetryPolicyInput,
      description:
        'Replaces the job’s, and what it leaves out is the server’s; without it the job keeps its own.',
    }),
    idempotencyKey: idempotencyKey(t),
  }),
});

const ResubmitSuccess = builder.objectRef<{ jobId: string }>('ResubmitSuccess');
ResubmitSuccess.implement({ fields: (t) => ({ job: jobField(t) }) });

const onJob = [
  'NOT_FOUND',
  'ILLEGAL_TRANSITION',
  'CONFLICT',
  'IDEMPOTENCY_MISMATCH',
  'VALIDATION',
] as const;

builder.mutationFields((t) => ({
  createJob: t.field({
    type: resultUnion('CreateJob', CreateJobSuccess, [
      'VALIDATION',
      'IDEMPOTENCY_MISMATCH',
      'CONFLICT',
    ]),
    description: 'Takes a job in. It waits as PENDING until it is assigned.',
    args: { input: t.arg({ type: CreateJobInput, required: true }) },
    resolve: async (_root, { input }, context) => {
      asOperator(context);
      return answer(
        await context.commands.createJob(context.caller, {
          title: input.title,
          description: input.description ?? null,
          inputs: input.inputs ?? null,
          requiredSkills: input.requiredSkills ?? [],
          tags: input.tags ?? [],
          agentTags: tagRuleOf(input.agentTags),
          priority: input.priority ?? defaultPriority,
          autoAssign: input.autoAssign ?? false,
          retryPolicy: input.retryPolicy ?? null,
          idempotencyKey: input.idempotencyKey,
        }),
      );
    },
  }),
  requestResubmission: t.field({
    type: resultUnion('RequestResubmission', RequestResubmissionSuccess, onJob),
    description: 'Sends a COMPLETED job back with feedback: RESUBMISSION_REQUIRED.',
    args: { input: t.arg({ type: RequestResubmissionInput, required: true }) },
    resolve: async (_root, { input }, context) => {
      asOperator(context);
      return answer(await context.commands.requestResubmission(context.caller, input));
    },
  }),
  resubmit: t.field({
    type: resultUnion('Resubmit', ResubmitSuccess, onJob),
    description: 'Puts a FAILED, REJECTED or RESUBMISSION_REQUIRED job up again: PENDING.',
    args: { input: t.arg({ type: ResubmitInput, required: true }) },
    resolve: async (_root, { input }, context) => {
      asOperator(context);
      return answer(
        await context.commands.resubmit(context.caller, {
          ...input,
          inputs: input.inputs ?? undefined,
          autoAssign: input.autoAssign ?? undefined,
          retryPolicy: input.retryPolicy ?? undefined,
        }),
      );
    },
  }),
}));
