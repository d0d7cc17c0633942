import { builder } from './builder.ts';
import { MatchOutcome } from './enums.ts';
import { MatchDecision } from './match-decision.ts';
import type { MatchReplayChange as Change, MatchReplay as Replay } from './matching-answers.ts';
import { MatchingPolicyInput } from './matching-policy.ts';
import { asOperator, refused } from './refused-request.ts';
import { jobField, noId } from './shared-fields.ts';
import { decisionOf } from './stored-decision.ts';

const ReplayMatchingInput = builder.inputType('ReplayMatchingInput', {
  fields: (t) => ({
    policy: t.field({ type: MatchingPolicyInput, required: true }),
    last: t.int({
      defaultValue: 200,
      description: 'How many of the newest decisions, 1 to 1,000.',
    }),
  }),
});

const MatchReplayChange = builder.objectRef<Change>('MatchReplayChange').implement({
  description: 'A decision that would have been another one.',
  fields: (t) => ({
    decision: t.field({
      type: MatchDecision,
      description: 'As it was made.',
      resolve: async ({ decisionId }, _args, { rows }) =>
        decisionOf(await rows.matchDecision({}, decisionId)),
    }),
    job: jobField(t),
    from: t.prismaField({
      type: 'Agent',
      nullable: true,
      description: 'Who got the job; null when nobody did.',
      resolve: (query, { fromAgentId }, _args, { prisma }) =>
        prisma.agent.findUnique({ ...query, where: { id: fromAgentId ?? noId } }),
    }),
    to: t.prismaField({
      type: 'Agent',
      nullable: true,
      description: 'Who would have got it; null when nobody would.',
      resolve: (query, { toAgentId }, _args, { prisma }) =>
        prisma.agent.findUnique({ ...query, where: { id: toAgentId ?? noId } }),
    }),
    outcome: t.expose('outcome', { type: MatchOutcome, description: 'Under the changed policy.' }),
    fromScore: t.exposeFloat('fromScore', {
      nullable: true,
      description: 'Of the agent that got it, as it was.',
    }),
    toScore: t.exposeFloat('toScore', {
      nullable: true,
      description: 'Of the agent that would have got it, or came first, under the changed policy.',
    }),
    confidence: t.exposeFloat('confidence', {
      nullable: true,
      description: 'Under the changed policy.',
    }),
  }),
});

const MatchReplay = builder.objectRef<Replay>('MatchReplay').implement({
  fields: (t) => ({
    decisions: t.exposeInt('decisions', { description: 'How many were looked at.' }),
    changed: t.exposeInt('changed', {
      description: 'To another agent, to a person or to nobody, or from there to an agent.',
    }),
    toDecision: t.exposeInt('toDecision', {
      description: 'Of the changed, those that a person would have had to decide.',
    }),
    toNobody: t.exposeInt('toNobody', {
      description: 'Of the changed, those for whom nobody would have been found.',
    }),
    changes: t.expose('changes', {
      type: [MatchReplayChange],
      description: 'Newest first; the first 100.',
    }),
    tookMs: t.exposeInt('tookMs'),
  }),
});

builder.queryFields((t) => ({
  replayMatching: t.field({
    type: MatchReplay,
    description:
      'What the matcher’s newest decisions would have been under a changed policy. Each is decided again from the parts of the scores as they were then: who was free, how fast, how well the text fitted.',
    args: { input: t.arg({ type: ReplayMatchingInput, required: true }) },
    resolve: async (_root, { input }, context) => {
      asOperator(context);
      const result = await context.commands.replayMatching({
        change: input.policy,
        last: input.last ?? 200,
      });
      if (result.ok) return result.value;
      throw refused('BAD_USER_INPUT', result.error.message);
    },
  }),
}));
