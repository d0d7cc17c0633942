import { builder } from './builder.ts';
import type { ReliabilityBin as Bin, MatcherLearning as Learning } from './matching-answers.ts';
import { asOperator } from './refused-request.ts';
import { answer, resultUnion } from './result-union.ts';
import { jobField } from './shared-fields.ts';

const ReliabilityBin = builder.objectRef<Bin>('ReliabilityBin').implement({
  description: 'Decisions that were about equally sure, and how many of them were right.',
  fields: (t) => ({
    from: t.exposeFloat('from', { description: 'The least confidence of the bin.' }),
    to: t.exposeFloat('to', { description: 'Where the next bin begins.' }),
    decisions: t.exposeInt('decisions'),
    meanConfidence: t.exposeFloat('meanConfidence', {
      nullable: true,
      description: 'Null when there are no decisions.',
    }),
    shareRight: t.exposeFloat('shareRight', {
      nullable: true,
      description: 'Completed at first and not overridden, in [0, 1]; null without decisions.',
    }),
  }),
});

const MatcherRebuild = builder
  .objectRef<NonNullable<Learning['lastRebuild']>>('MatcherRebuild')
  .implement({
    description: 'A rebuild that succeeded.',
    fields: (t) => ({
      at: t.expose('at', { type: 'DateTime' }),
      tookMs: t.exposeInt('tookMs'),
      examples: t.exposeInt('examples', { description: 'What it learned from.' }),
      hit1: t.exposeFloat('hit1', {
        nullable: true,
        description:
          'In cross-validation: the share of jobs, held back in turn, for which the right agent came first; null when there was too little to hold any back.',
      }),
    }),
  });

const MatcherLearning = builder.objectRef<Learning>('MatcherLearning').implement({
  description: 'What the matcher has learned, and how well it knows how sure it is.',
  fields: (t) => ({
    matcherVersion: t.exposeString('matcherVersion', { description: 'The formula’s version.' }),
    examples: t.exposeInt('examples', {
      description: 'Examples in the model that this server decides by.',
    }),
    agentsWithHistory: t.exposeInt('agentsWithHistory', {
      description: 'Agents that some example speaks for or against.',
    }),
    lastRebuild: t.expose('lastRebuild', { type: MatcherRebuild, nullable: true }),
    rebuilding: t.exposeBoolean('rebuilding', {
      description: 'Whether some server rebuilds it now.',
    }),
    progress: t.exposeFloat('progress', {
      nullable: true,
      description: 'Of the rebuild under way, in [0, 1]; null when there is none.',
    }),
    failure: t.exposeString('failure', {
      nullable: true,
      description: 'Why the last rebuild failed, unless one has succeeded since.',
    }),
    reliability: t.field({
      type: [ReliabilityBin],
      description:
        'Of the newest 10,000 decisions within 30 days that the matcher made and that have ended: ten bins of how sure it said it was.',
      resolve: (_learning, _args, { commands }) => commands.reliability(),
    }),
  }),
});

const UndoLearningInput = builder.inputType('UndoLearningInput', {
  fields: (t) => ({
    jobId: t.id({ required: true }),
    exampleId: t.id({ description: 'One of the job’s examples; without it, all of them.' }),
  }),
});

const UndoLearningSuccess = builder.objectRef<{ jobId: string }>('UndoLearningSuccess');
UndoLearningSuccess.implement({ fields: (t) => ({ job: jobField(t) }) });

const RebuildMatcherInput = builder.inputType('RebuildMatcherInput', {
  fields: (t) => ({
    reason: t.string({ description: 'For the server’s log; at most 4,000 characters.' }),
  }),
});

const RebuildMatcherSuccess = builder.objectRef<object>('RebuildMatcherSuccess');
RebuildMatcherSuccess.implement({
  fields: (t) => ({
    learning: t.field({
      type: MatcherLearning,
      resolve: (_success, _args, { commands }) => commands.matcherLearning(),
    }),
  }),
});

builder.queryFields((t) => ({
  matcherLearning: t.field({
    type: MatcherLearning,
    resolve: (_root, _args, context) => {
      asOperator(context);
      return context.commands.matcherLearning();
    },
  }),
}));

builder.mutationFields((t) => ({
  undoLearning: t.field({
    type: resultUnion('UndoLearning', UndoLearningSuccess, ['NOT_FOUND', 'VALIDATION']),
    description:
      'Takes back what was learned from a job. It stays visible as undone; the matcher forgets it with the rebuild that this starts.',
    args: { input: t.arg({ type: UndoLearningInput, required: true }) },
    resolve: async (_root, { input }, context) => {
      asOperator(context);
      const { jobId, exampleId = null } = input;
      return answer(await context.commands.undoLearning(context.caller, { jobId, exampleId }));
    },
  }),
  rebuildMatcher: t.field({
    type: resultUnion('RebuildMatcher', RebuildMatcherSuccess, ['VALIDATION']),
    description:
      'Learns everything anew, off the event loop of one server, and calibrates. Answers at once; `matcherLearning` tells how far it is.',
    args: { input: t.arg({ type: RebuildMatcherInput, required: true }) },
    resolve: async (_root, { input }, context) => {
      asOperator(context);
      const { reason = null } = input;
      return answer(await context.commands.rebuildMatcher(context.caller, { reason }));
    },
  }),
}));
