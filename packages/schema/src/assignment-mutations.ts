import { builder } from './builder.ts';
import type { JobAndAssignment } from './context.ts';
import { MatchDecision } from './match-decision.ts';
import { asOperator, refused } from './refused-request.ts';
import { answer, resultUnion } from './result-union.ts';
import { assignmentField, idempotencyKey, jobField } from './shared-fields.ts';

const AssignInput = builder.inputType('AssignInput', {
  fields: (t) => ({
    jobId: t.id({ required: true }),
    agentId: t.id({ required: true }),
    inputs: t.field({
      type: 'JSON',
      description: 'Replaces the job’s inputs; without them it keeps its own. At most 256 KiB.',
    }),
    idempotencyKey: idempotencyKey(t),
  }),
});

const AssignSuccess = builder.objectRef<JobAndAssignment>('AssignSuccess');
AssignSuccess.implement({ fields: (t) => ({ job: jobField(t), assignment: assignmentField(t) }) });

const AutoAssignInput = builder.inputType('AutoAssignInput', {
  fields: (t) => ({ jobId: t.id({ required: true }), idempotencyKey: idempotencyKey(t) }),
});

const AutoAssignSuccess = builder.objectRef<JobAndAssignment>('AutoAssignSuccess');
AutoAssignSuccess.implement({
  fields: (t) => ({ job: jobField(t), assignment: assignmentField(t) }),
});

const CancelAssignmentInput = builder.inputType('CancelAssignmentInput', {
  fields: (t) => ({
    jobId: t.id({ required: true }),
    reason: t.string({ description: 'For the log; at most 4,000 characters.' }),
    idempotencyKey: idempotencyKey(t),
  }),
});

const CancelAssignmentSuccess = builder.objectRef<{ jobId: string }>('CancelAssignmentSuccess');
CancelAssignmentSuccess.implement({ fields: (t) => ({ job: jobField(t) }) });

builder.mutationFields((t) => ({
  assign: t.field({
    type: resultUnion('Assign', AssignSuccess, [
      'NOT_FOUND',
      'ILLEGAL_TRANSITION',
      'CONFLICT',
      'AGENT_AT_CAPACITY',
      'AGENT_UNAVAILABLE',
      'INPUTS_INVALID',
      'IDEMPOTENCY_MISMATCH',
      'VALIDATION',
    ]),
    description: 'Gives a PENDING job to an agent by hand; the agent is called right after.',
    args: { input: t.arg({ type: AssignInput, required: true }) },
    resolve: async (_root, { input }, context) => {
      asOperator(context);
      return answer(
        await context.commands.assign(context.caller, {
          ...input,
          inputs: input.inputs ?? undefined,
        }),
      );
    },
  }),
  autoAssign: t.field({
    type: resultUnion('AutoAssign', AutoAssignSuccess, [
      'NOT_FOUND',
      'ILLEGAL_TRANSITION',
      'CONFLICT',
      'NO_AGENT_MATCHED',
      'NEEDS_DECISION',
      'IDEMPOTENCY_MISMATCH',
      'VALIDATION',
    ]),
    description:
      'Gives a PENDING job to the agent that the matcher chooses, or records why it chooses none.',
    args: { input: t.arg({ type: AutoAssignInput, required: true }) },
    resolve: async (_root, { input }, context) => {
      asOperator(context);
      return answer(await context.commands.autoAssign(context.caller, input));
    },
  }),
  cancelAssignment: t.field({
    type: resultUnion('CancelAssignment', CancelAssignmentSuccess, [
      'NOT_FOUND',
      'ILLEGAL_TRANSITION',
      'CONFLICT',
      'IDEMPOTENCY_MISMATCH',
      'VALIDATION',
    ]),
    description:
      'Takes a job back from its agent: PENDING again. What the agent still reports is refused.',
    args: { input: t.arg({ type: CancelAssignmentInput, required: true }) },
    resolve: async (_root, { input }, context) => {
      asOperator(context);
      return answer(
        await context.commands.cancelAssignment(context.caller, {
          ...input,
          reason: input.reason ?? null,
        }),
      );
    },
  }),
}));

builder.queryFields((t) => ({
  previewAssignment: t.field({
    type: MatchDecision,
    description:
      'Whom `autoAssign` would choose for this job now, by the same code; writes nothing.',
    args: { jobId: t.arg.id({ required: true }) },
    resolve: async (_root, { jobId }, context) => {
      asOperator(context);
      const result = await context.commands.previewAssignment({ jobId });
      if (result.ok) return { ...result.value, jobId, createdAt: null };
      throw refused('NOT_FOUND', result.error.message);
    },
  }),
}));
