import { builder } from './builder.ts';
import { AssignmentOutcome, FailureClass } from './enums.ts';
import { refused } from './refused-request.ts';
import { answer, resultUnion } from './result-union.ts';
import { assignmentField, noId } from './shared-fields.ts';

const defaultWaitMs = 20_000;

const ClaimAssignmentInput = builder.inputType('ClaimAssignmentInput', {
  fields: (t) => ({
    waitMs: t.int({
      description: 'How long to wait for work, in milliseconds: 0 to 60,000; default 20,000.',
    }),
  }),
});

const ClaimAssignmentSuccess = builder.objectRef<{
  assignmentId: string | null;
  leaseToken: string | null;
}>('ClaimAssignmentSuccess');
ClaimAssignmentSuccess.implement({
  description: 'Both null when nothing came.',
  fields: (t) => ({
    assignment: t.prismaField({
      type: 'Assignment',
      nullable: true,
      resolve: (query, { assignmentId }, _args, { prisma }) =>
        prisma.assignment.findUnique({ ...query, where: { id: assignmentId ?? noId } }),
    }),
    leaseToken: t.exposeString('leaseToken', {
      nullable: true,
      description: 'Proves every report and heartbeat.',
    }),
  }),
});

const HeartbeatInput = builder.inputType('HeartbeatInput', {
  fields: (t) => ({
    assignmentId: t.id({ required: true }),
    leaseToken: t.string({ required: true }),
  }),
});

const HeartbeatSuccess = builder.objectRef<{ leaseExpiresAt: Date }>('HeartbeatSuccess');
HeartbeatSuccess.implement({
  fields: (t) => ({ leaseExpiresAt: t.expose('leaseExpiresAt', { type: 'DateTime' }) }),
});

const FailureInput = builder.inputType('FailureInput', {
  fields: (t) => ({
    class: t.field({ type: FailureClass, required: true }),
    message: t.string(),
    retryAfterMs: t.int({ description: 'How long to leave the agent alone, in milliseconds.' }),
  }),
});

const ReportAssignmentInput = builder.inputType('ReportAssignmentInput', {
  fields: (t) => ({
    assignmentId: t.id({ required: true }),
    leaseToken: t.string({ required: true }),
    outcome: t.field({ type: AssignmentOutcome, required: true }),
    output: t.field({ type: 'JSON', description: 'With COMPLETED: the result; at most 1 MiB.' }),
    message: t.string({ description: 'With REJECTED and RESUBMISSION_REQUIRED: why.' }),
    failure: t.field({ type: FailureInput, description: 'With FAILED.' }),
  }),
});

const ReportAssignmentSuccess = builder.objectRef<{ assignmentId: string }>(
  'ReportAssignmentSuccess',
);
ReportAssignmentSuccess.implement({ fields: (t) => ({ assignment: assignmentField(t) }) });

builder.mutationFields((t) => ({
  claimAssignment: t.field({
    type: resultUnion('ClaimAssignment', ClaimAssignmentSuccess, ['VALIDATION']),
    description:
      'A PULL agent asks for its oldest waiting assignment, with its own token; claiming starts it: the job is IN_PROGRESS.',
    args: { input: t.arg({ type: ClaimAssignmentInput, required: true }) },
    resolve: async (_root, { input }, { caller, commands, signal }) => {
      if (caller.kind !== 'AGENT')
        throw refused(
          'FORBIDDEN',
          'Only an agent can claim: use the token it was given when it was registered.',
        );
      const result = await commands.claimAssignment({
        agentId: caller.agentId,
        waitMs: input.waitMs ?? defaultWaitMs,
        signal,
      });
      return result.ok ? (result.value ?? { assignmentId: null, leaseToken: null }) : result.error;
    },
  }),
  heartbeat: t.field({
    type: resultUnion('Heartbeat', HeartbeatSuccess, ['STALE_LEASE', 'VALIDATION']),
    description: 'Says that the agent is still at work, and extends its lease.',
    args: { input: t.arg({ type: HeartbeatInput, required: true }) },
    resolve: async (_root, { input }, { commands }) => answer(await commands.heartbeat(input)),
  }),
  reportAssignment: t.field({
    type: resultUnion('ReportAssignment', ReportAssignmentSuccess, [
      'STALE_LEASE',
      'NOT_FOUND',
      'ILLEGAL_TRANSITION',
      'CONFLICT',
      'VALIDATION',
    ]),
    description: 'Says what came of an assignment.',
    args: { input: t.arg({ type: ReportAssignmentInput, required: true }) },
    resolve: async (_root, { input }, { commands }) => {
      const { assignmentId, leaseToken, ...report } = input;
      return answer(await commands.reportAssignment({ assignmentId, leaseToken, report }));
    },
  }),
}));
