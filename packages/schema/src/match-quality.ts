import { builder } from './builder.ts';
import { type MatchQuality as Quality, qualityKeys } from './matching-answers.ts';
import { asOperator, refused } from './refused-request.ts';
import { noId } from './shared-fields.ts';

const MatchQualityBy = builder.enumType('MatchQualityBy', {
  values: qualityKeys,
  description:
    'What to group by: who got the job (AGENT), a skill that the job requires by name (SKILL; a job with several counts in each), the formula’s version, the policy’s version, the day (UTC), or who chose (METHOD).',
});

const MatchQualityInput = builder.inputType('MatchQualityInput', {
  fields: (t) => ({
    from: t.field({ type: 'DateTime', description: 'Default: seven days before `to`.' }),
    to: t.field({
      type: 'DateTime',
      description: 'Default: now. At most 366 days after `from`.',
    }),
    by: t.field({ type: MatchQualityBy, required: true }),
  }),
});

const MatchQualityRow = builder.objectRef<Quality['total']>('MatchQualityRow').implement({
  description:
    'What became of decisions that gave a job to an agent. One that was neither completed at first, rejected, failed nor is open was taken back, needed other input, or was completed at a later attempt.',
  fields: (t) => ({
    key: t.exposeString('key', {
      description: 'An id, a name, a version, a day (YYYY-MM-DD); empty for a job without skills.',
    }),
    label: t.exposeString('label', { description: 'The key for people.' }),
    agent: t.prismaField({
      type: 'Agent',
      nullable: true,
      description: 'When grouped by agent.',
      resolve: (query, { agentId }, _args, { prisma }) =>
        prisma.agent.findUnique({ ...query, where: { id: agentId ?? noId } }),
    }),
    decisions: t.exposeInt('decisions'),
    completedAtFirst: t.exposeInt('completedAtFirst', {
      description: 'The first attempt since the job was put up, and it was completed.',
    }),
    overridden: t.exposeInt('overridden', {
      description:
        'A person gave the job to another agent: instead of the one that the score put first, or after taking it back from the one that the matcher chose.',
    }),
    rejected: t.exposeInt('rejected'),
    failed: t.exposeInt('failed', { description: 'Failed, or the lease ran out.' }),
    open: t.exposeInt('open', { description: 'Not ended yet.' }),
    completedAtFirstShare: t.exposeFloat('completedAtFirstShare', {
      nullable: true,
      description: 'Of those that have ended, in [0, 1]; null when none has.',
    }),
    meanConfidence: t.exposeFloat('meanConfidence', {
      nullable: true,
      description: 'Of the decisions that have one.',
    }),
  }),
});

const MatchQuality = builder.objectRef<Quality>('MatchQuality').implement({
  fields: (t) => ({
    from: t.expose('from', { type: 'DateTime' }),
    to: t.expose('to', { type: 'DateTime' }),
    total: t.expose('total', {
      type: MatchQualityRow,
      description: 'Each decision counts once, whatever it is grouped by.',
    }),
    rows: t.expose('rows', {
      type: [MatchQualityRow],
      description: 'Most decisions first, days in their order; at most 400.',
    }),
  }),
});

builder.queryFields((t) => ({
  matchQuality: t.field({
    type: MatchQuality,
    description:
      'How the matcher’s decisions of a time turned out, by `createdAt` of the decision.',
    args: { input: t.arg({ type: MatchQualityInput, required: true }) },
    resolve: async (_root, { input }, context) => {
      asOperator(context);
      const { from = null, to = null, by } = input;
      const result = await context.commands.matchQuality({ from, to, by, now: context.now });
      if (result.ok) return result.value;
      throw refused('BAD_USER_INPUT', result.error.message);
    },
  }),
}));
