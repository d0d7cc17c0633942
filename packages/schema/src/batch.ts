import { readSolution, type BatchSolution as Solution } from '@muster/domain/batch/solution.ts';
import { builder, type Where } from './builder.ts';
import { BatchItemOutcome, BatchKind, BatchSolutionMethod, BatchState } from './enums.ts';
import { asOperator, checkPage, isPlaceCursor, storable } from './refused-request.ts';
import { noId } from './shared-fields.ts';

export const BatchSolution = builder.objectRef<Solution>('BatchSolution').implement({
  description:
    'How jobs were given to agents as a whole, beside what one after another would have reached.',
  fields: (t) => ({
    method: t.expose('method', { type: BatchSolutionMethod }),
    totalScore: t.exposeFloat('totalScore', {
      description: 'The sum of the scores of those that were placed, each in [0, 1].',
    }),
    greedyScore: t.exposeFloat('greedyScore', {
      description: 'The sum if each job in turn had been given to its best free agent.',
    }),
    placed: t.exposeInt('placed', { description: 'How many jobs have an agent in it.' }),
    tookMs: t.exposeInt('tookMs', { description: 'To rank the agents and to solve it.' }),
    gap: t.exposeFloat('gap', {
      nullable: true,
      description:
        'How far below the best possible the total score may be at most, as a share of that. 0: proven best.',
    }),
    note: t.exposeString('note', { nullable: true, description: 'What it gave up, if anything.' }),
  }),
});

const BatchItem = builder.prismaObject('BatchItem', {
  description: 'One job of a batch, and what became of it.',
  fields: (t) => ({
    id: t.id({
      select: { batchId: true, position: true },
      resolve: ({ batchId, position }) => `${batchId}-${position}`,
    }),
    job: t.prismaField({
      type: 'Job',
      select: { jobId: true },
      resolve: (query, { jobId }, _args, { rows }) => rows.job(query, jobId),
    }),
    agent: t.prismaField({
      type: 'Agent',
      nullable: true,
      description: 'Who got the job, or had it; null when nobody.',
      select: { agentId: true },
      resolve: (query, { agentId }, _args, { prisma }) =>
        prisma.agent.findUnique({ ...query, where: { id: agentId ?? noId } }),
    }),
    outcome: t.expose('outcome', { type: BatchItemOutcome }),
    code: t.exposeString('code', {
      nullable: true,
      description: 'Why it failed: the code that the mutation for one job would have answered.',
    }),
    message: t.exposeString('message', { nullable: true, description: 'The same in a sentence.' }),
  }),
});

export const Batch = builder.prismaObject('Batch', {
  description:
    'One request about many jobs. A server does it in pieces; should that one stop, another goes on within seconds.',
  fields: (t) => ({
    id: t.exposeID('id'),
    kind: t.expose('kind', { type: BatchKind }),
    state: t.expose('state', { type: BatchState }),
    total: t.exposeInt('total', { description: 'How many jobs it is about.' }),
    done: t.int({
      description: 'How many of them it is through with, whatever came of them.',
      select: { succeeded: true, failed: true, skipped: true, cancelled: true },
      resolve: ({ succeeded, failed, skipped, cancelled }) =>
        succeeded + failed + skipped + cancelled,
    }),
    succeeded: t.exposeInt('succeeded'),
    failed: t.exposeInt('failed', { description: 'Each has its code and message: see `items`.' }),
    skipped: t.exposeInt('skipped', {
      description: 'Nothing was to be done: they already were as the batch wants them.',
    }),
    cancelled: t.exposeInt('cancelled', { description: 'Not come to before it was cancelled.' }),
    agent: t.prismaField({
      type: 'Agent',
      nullable: true,
      description: 'Whom an ASSIGN batch gives its jobs to.',
      select: { agentId: true },
      resolve: (query, { agentId }, _args, { prisma }) =>
        prisma.agent.findUnique({ ...query, where: { id: agentId ?? noId } }),
    }),
    reason: t.exposeString('reason', {
      nullable: true,
      description: 'Why a CANCEL batch takes its jobs back, as it was given.',
    }),
    actor: t.exposeString('actor', { description: 'Who asked for it.' }),
    createdAt: t.expose('createdAt', { type: 'DateTime' }),
    endedAt: t.expose('endedAt', { type: 'DateTime', nullable: true }),
    solution: t.field({
      type: BatchSolution,
      nullable: true,
      description: 'Of an AUTO_ASSIGN batch, once it was solved.',
      select: { solution: true },
      resolve: ({ solution }) => readSolution(solution),
    }),
    items: t.relatedConnection('items', {
      cursor: 'batchId_position',
      totalCount: true,
      type: BatchItem,
      description: 'Its jobs, in the order in which they are done: higher priority first.',
      args: {
        outcome: t.arg({ type: [BatchItemOutcome], description: 'Only those with one of these.' }),
      },
      query: ({ outcome, ...page }) => {
        checkPage(page, isPlaceCursor);
        return {
          where: outcome ? { outcome: { in: outcome } } : {},
          orderBy: { position: 'asc' },
        };
      },
    }),
  }),
});

const BatchFilter = builder.inputType('BatchFilter', {
  description: 'All that are given must hold.',
  fields: (t) => ({
    state: t.field({ type: [BatchState], description: 'Any of these.' }),
    kind: t.field({ type: [BatchKind], description: 'Any of these.' }),
  }),
});

function whereOf(filter: typeof BatchFilter.$inferInput | null | undefined): Where<'Batch'> {
  const { state, kind } = filter ?? {};
  return { ...(state ? { state: { in: state } } : {}), ...(kind ? { kind: { in: kind } } : {}) };
}

builder.queryFields((t) => ({
  batch: t.prismaField({
    type: Batch,
    nullable: true,
    description: 'One batch, or null.',
    args: { id: t.arg.id({ required: true }) },
    resolve: (query, _root, { id }, context) => {
      asOperator(context);
      return context.prisma.batch.findUnique({ ...query, where: { id: storable(id) ? id : noId } });
    },
  }),
  batches: t.prismaConnection({
    type: Batch,
    cursor: 'id',
    description: 'Batches, newest first; at most 200 a page.',
    args: { filter: t.arg({ type: BatchFilter }) },
    totalCount: (_root, args, context) => {
      asOperator(context);
      return context.prisma.batch.count({ where: whereOf(args.filter) });
    },
    resolve: (query, _root, args, context) => {
      asOperator(context);
      checkPage(args);
      return context.prisma.batch.findMany({
        ...query,
        where: whereOf(args.filter),
        orderBy: [{ createdAt: 'desc' }, { id: 'desc' }],
      });
    },
  }),
}));
