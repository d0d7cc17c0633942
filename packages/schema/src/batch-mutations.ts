import { Batch, BatchSolution } from './batch.ts';
import { builder } from './builder.ts';
import type { BatchAnswer, BatchPreview, BatchReason, BatchRequest } from './context.ts';
import { JobFilter } from './job.ts';
import { asOperator, checkFilter } from './refused-request.ts';
import { answer, resultUnion } from './result-union.ts';
import { agentField, idempotencyKey, noId } from './shared-fields.ts';

const BatchReasonType = builder.objectRef<BatchReason>('BatchReason').implement({
  description: 'Jobs for which a batch would do nothing, for the same reason.',
  fields: (t) => ({
    code: t.exposeString('code', {
      description:
        'The code that the mutation for one job would answer, or SKIPPED: it already is as the batch wants it.',
    }),
    message: t.exposeString('message', { description: 'The same in a sentence.' }),
    count: t.exposeInt('count'),
    jobs: t.prismaField({
      type: ['Job'],
      description: 'The first 20 of them.',
      resolve: (query, { jobIds }, _args, { rows }) =>
        Promise.all(jobIds.map((id) => rows.job(query, id))),
    }),
  }),
});

const BatchPlacement = builder
  .objectRef<BatchPreview['placements'][number]>('BatchPlacement')
  .implement({
    description: 'How many jobs an agent would get.',
    fields: (t) => ({ agent: agentField(t), count: t.exposeInt('count') }),
  });

const BatchPreviewType = builder.objectRef<BatchPreview>('BatchPreview').implement({
  description: 'What a batch would do now; nothing was written.',
  fields: (t) => ({
    total: t.exposeInt('total', { description: 'How many jobs are selected.' }),
    eligible: t.exposeInt('eligible', { description: 'For how many it would do something.' }),
    ineligible: t.exposeInt('ineligible', { description: 'And for how many not: see `reasons`.' }),
    reasons: t.expose('reasons', {
      type: [BatchReasonType],
      description: 'The most frequent first.',
    }),
    placements: t.expose('placements', {
      type: [BatchPlacement],
      description: 'Who would get how many; who gets most first. Empty unless jobs are assigned.',
    }),
    solution: t.expose('solution', { type: BatchSolution, nullable: true }),
    token: t.exposeString('token', {
      description:
        'Names the selected jobs at their present versions: the real run may insist on it.',
    }),
  }),
});

const success = (mutation: string) => {
  const ref = builder.objectRef<BatchAnswer>(`${mutation}Success`);
  ref.implement({
    fields: (t) => ({
      batch: t.prismaField({
        type: Batch,
        nullable: true,
        description: 'It is being done; `batchProgress` tells how far it is. Null in a dry run.',
        resolve: (query, { batchId }, _args, { prisma }) =>
          prisma.batch.findUnique({ ...query, where: { id: batchId ?? noId } }),
      }),
      preview: t.expose('preview', {
        type: BatchPreviewType,
        nullable: true,
        description: 'Of a dry run; null in a real one, which answers at once.',
      }),
    }),
  });
  return ref;
};

type InputFields = Parameters<typeof idempotencyKey>[0];

const selection = (t: InputFields) => ({
  jobIds: t.idList({
    description: 'At most 10,000; one that comes twice counts once. Either these or `filter`.',
  }),
  filter: t.field({
    type: JobFilter,
    description: 'As for the list of jobs; it may match at most 10,000. Either this or `jobIds`.',
  }),
  dryRun: t.boolean({
    defaultValue: false,
    description: 'Only tell what would happen; write nothing.',
  }),
  token: t.string({
    description:
      'From a dry run: CONFLICT when other jobs are selected by now, or one of them changed.',
  }),
  idempotencyKey: idempotencyKey(t),
});

const AssignManyInput = builder.inputType('AssignManyInput', {
  fields: (t) => ({ ...selection(t), agentId: t.id({ required: true }) }),
});
const AutoAssignManyInput = builder.inputType('AutoAssignManyInput', { fields: selection });
const CancelManyInput = builder.inputType('CancelManyInput', {
  fields: (t) => ({
    ...selection(t),
    reason: t.string({ description: 'For the log; at most 4,000 characters.' }),
  }),
});
const ResubmitManyInput = builder.inputType('ResubmitManyInput', { fields: selection });

function request(input: typeof AutoAssignManyInput.$inferInput): BatchRequest {
  checkFilter(input.filter?.text, input.filter?.agentId);
  return {
    jobIds: input.jobIds ?? null,
    filter: input.filter ?? null,
    dryRun: input.dryRun ?? false,
    token: input.token ?? null,
    idempotencyKey: input.idempotencyKey,
  };
}

const refusals = ['NOT_FOUND', 'CONFLICT', 'IDEMPOTENCY_MISMATCH', 'VALIDATION'] as const;

const CancelBatchInput = builder.inputType('CancelBatchInput', {
  fields: (t) => ({ batchId: t.id({ required: true }) }),
});
const RetryBatchInput = builder.inputType('RetryBatchInput', {
  fields: (t) => ({ batchId: t.id({ required: true }), idempotencyKey: idempotencyKey(t) }),
});

const ofBatch = (mutation: string) => {
  const ref = builder.objectRef<{ batchId: string }>(`${mutation}Success`);
  ref.implement({
    fields: (t) => ({
      batch: t.prismaField({
        type: Batch,
        resolve: (query, { batchId }, _args, { prisma }) =>
          prisma.batch.findUniqueOrThrow({ ...query, where: { id: batchId } }),
      }),
    }),
  });
  return ref;
};

builder.mutationFields((t) => ({
  assignMany: t.field({
    type: resultUnion('AssignMany', success('AssignMany'), refusals),
    description:
      'Gives jobs to one agent by hand, as `assign` does each. Higher priorities first, until the agent is full.',
    args: { input: t.arg({ type: AssignManyInput, required: true }) },
    resolve: async (_root, { input }, context) => {
      asOperator(context);
      const { agentId } = input;
      return answer(
        await context.commands.assignMany(context.caller, { ...request(input), agentId }),
      );
    },
  }),
  autoAssignMany: t.field({
    type: resultUnion('AutoAssignMany', success('AutoAssignMany'), refusals),
    description:
      'Gives jobs to agents as a whole: within what is free of every agent, as many as possible, higher priorities first, and so that the scores add up to the most. A job that `autoAssign` would give to nobody is given to nobody here too.',
    args: { input: t.arg({ type: AutoAssignManyInput, required: true }) },
    resolve: async (_root, { input }, context) => {
      asOperator(context);
      return answer(await context.commands.autoAssignMany(context.caller, request(input)));
    },
  }),
  cancelMany: t.field({
    type: resultUnion('CancelMany', success('CancelMany'), refusals),
    description: 'Takes jobs back from their agents, as `cancelAssignment` does each.',
    args: { input: t.arg({ type: CancelManyInput, required: true }) },
    resolve: async (_root, { input }, context) => {
      asOperator(context);
      const reason = input.reason ?? null;
      return answer(
        await context.commands.cancelMany(context.caller, { ...request(input), reason }),
      );
    },
  }),
  resubmitMany: t.field({
    type: resultUnion('ResubmitMany', success('ResubmitMany'), refusals),
    description: 'Puts jobs up again as they were, as `resubmit` does each.',
    args: { input: t.arg({ type: ResubmitManyInput, required: true }) },
    resolve: async (_root, { input }, context) => {
      asOperator(context);
      return answer(await context.commands.resubmitMany(context.caller, request(input)));
    },
  }),
  cancelBatch: t.field({
    type: resultUnion('CancelBatch', ofBatch('CancelBatch'), ['NOT_FOUND', 'CONFLICT']),
    description:
      'Ends a running batch: jobs that it has not come to are left as they are. CONFLICT when it has ended.',
    args: { input: t.arg({ type: CancelBatchInput, required: true }) },
    resolve: async (_root, { input }, context) => {
      asOperator(context);
      return answer(await context.commands.cancelBatch(context.caller, input));
    },
  }),
  retryBatch: t.field({
    type: resultUnion('RetryBatch', ofBatch('RetryBatch'), refusals),
    description:
      'A new batch of the same kind, of those that failed. CONFLICT while the old one runs, VALIDATION when none failed.',
    args: { input: t.arg({ type: RetryBatchInput, required: true }) },
    resolve: async (_root, { input }, context) => {
      asOperator(context);
      return answer(await context.commands.retryBatch(context.caller, input));
    },
  }),
}));
