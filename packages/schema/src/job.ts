import { jobStatuses } from '@muster/domain/job/status.ts';
import { builder } from './builder.ts';
import type { Context } from './context.ts';
import { JobAttention, JobOrderField, JobStatus, OrderDirection } from './enums.ts';
import { jobWhere } from './job-where.ts';
import { LearnedExample } from './learned-example.ts';
import { MatchDecision } from './match-decision.ts';
import { asOperator, checkFilter, checkPage, type Page, storable } from './refused-request.ts';
import { RetryPolicy, storedPolicy } from './retry-policy.ts';
import { noId } from './shared-fields.ts';
import { decisionOf } from './stored-decision.ts';
import { TagRule } from './tag-rule.ts';
import { JobWaiting } from './waiting.ts';

export const Job = builder.prismaObject('Job', {
  description: 'Work that came in.',
  fields: (t) => ({
    id: t.exposeID('id'),
    title: t.exposeString('title'),
    description: t.exposeString('description', { nullable: true }),
    inputs: t.expose('inputs', { type: 'JSON', nullable: true }),
    requiredSkills: t.exposeStringList('requiredSkills', {
      description: 'Names of skills that an agent must have to be matched.',
    }),
    tags: t.exposeStringList('tags', { description: 'What it is, such as "eu" or "pii".' }),
    agentTags: t.field({
      type: TagRule,
      description: 'Which tags its agent must have and must not have.',
      select: { agentTagsDemanded: true, agentTagsRefused: true },
      resolve: ({ agentTagsDemanded, agentTagsRefused }) => ({
        demands: agentTagsDemanded,
        refuses: agentTagsRefused,
      }),
    }),
    priority: t.exposeInt('priority', { description: '0 lowest … 100 highest.' }),
    status: t.expose('status', { type: JobStatus }),
    version: t.exposeInt('version', {
      description: '1 when it came in, one more with every change.',
    }),
    result: t.expose('result', {
      type: 'JSON',
      nullable: true,
      description: 'What the agent delivered.',
    }),
    agent: t.relation('agent', {
      nullable: true,
      description: 'Who has it, or had it when it ended; null while it is PENDING.',
    }),
    assignment: t.relation('lastAssignment', {
      nullable: true,
      description: 'The current attempt, or the last one.',
    }),
    assignments: t.relatedConnection('assignments', {
      cursor: 'id',
      totalCount: true,
      description: 'Every attempt, oldest first.',
      query: (args, context) => {
        asOperator(context);
        checkPage(args);
        return { orderBy: { attempt: 'asc' } };
      },
    }),
    logs: t.relatedConnection('logs', {
      cursor: 'id',
      totalCount: true,
      description: 'What happened to it, oldest first.',
      query: (args, context) => {
        asOperator(context);
        checkPage(args);
        return { orderBy: { jobVersion: 'asc' } };
      },
    }),
    nextAttemptAt: t.expose('nextAttemptAt', {
      type: 'DateTime',
      nullable: true,
      description: 'When it is tried again, after a failed attempt.',
    }),
    autoAssign: t.exposeBoolean('autoAssign', {
      description: 'Whether it is matched as soon as an agent can take it, without being asked.',
    }),
    retryPolicy: t.field({
      type: RetryPolicy,
      nullable: true,
      description: 'Null for the server’s own.',
      select: { retryPolicy: true },
      resolve: ({ retryPolicy }) => storedPolicy(retryPolicy),
    }),
    waiting: t.field({
      type: JobWaiting,
      nullable: true,
      description: 'Why it waits; null unless it is PENDING.',
      select: { id: true, status: true },
      resolve: ({ id, status }, _args, context) => {
        asOperator(context);
        return status === 'PENDING' ? context.commands.whyWaiting({ jobId: id }) : null;
      },
    }),
    learned: t.field({
      type: [LearnedExample],
      description: 'What the matcher learned from it, oldest first, also what was undone.',
      select: { id: true },
      resolve: ({ id }, _args, context) => {
        asOperator(context);
        return context.commands.learnedFrom({ jobId: id });
      },
    }),
    attention: t.expose('attention', {
      type: JobAttention,
      nullable: true,
      description: 'Why it needs a person; null when it does not.',
    }),
    decision: t.field({
      type: MatchDecision,
      nullable: true,
      description:
        'The newest decision about it, also one that gave it to nobody; null before the first. Those that gave it to an agent are kept with each assignment.',
      select: { id: true },
      resolve: async ({ id }, _args, context) => {
        asOperator(context);
        const decision = await context.rows.newestDecision(id);
        return decision && decisionOf(decision);
      },
    }),
    createdAt: t.expose('createdAt', { type: 'DateTime' }),
    updatedAt: t.expose('updatedAt', {
      type: 'DateTime',
      description: 'When its status last changed.',
    }),
  }),
});

const JobStatusCount = builder
  .objectRef<{ status: (typeof jobStatuses)[number]; count: number }>('JobStatusCount')
  .implement({
    fields: (t) => ({
      status: t.expose('status', { type: JobStatus }),
      count: t.exposeInt('count'),
    }),
  });

export const JobFilter = builder.inputType('JobFilter', {
  description: 'All that are given must hold.',
  fields: (t) => ({
    status: t.field({ type: [JobStatus], description: 'Any of these.' }),
    attention: t.field({
      type: [JobAttention],
      description: 'Needs a person, for any of these reasons.',
    }),
    agentId: t.id({ description: 'Whose it is, or was when it ended.' }),
    text: t.string({
      description: 'A part of the title or description, or an id; upper and lower case alike.',
    }),
  }),
});

const JobOrder = builder.inputType('JobOrder', {
  fields: (t) => ({
    field: t.field({ type: JobOrderField, required: true }),
    direction: t.field({ type: OrderDirection, required: true }),
  }),
});

interface JobsArgs extends Page {
  readonly filter?: typeof JobFilter.$inferInput | null | undefined;
}

/** For the rows and for their count alike: a query that asks for one of them runs only that. */
function checkJobs(args: JobsArgs, context: Context): void {
  asOperator(context);
  checkPage(args);
  checkFilter(args.filter?.text, args.filter?.agentId);
}

const columns = {
  CREATED_AT: 'createdAt',
  UPDATED_AT: 'updatedAt',
  PRIORITY: 'priority',
  TITLE: 'title',
} as const;

builder.queryFields((t) => ({
  job: t.prismaField({
    type: 'Job',
    nullable: true,
    description: 'One job, or null.',
    args: { id: t.arg.id({ required: true }) },
    resolve: (query, _root, { id }, context) => {
      asOperator(context);
      return context.prisma.job.findUnique({ ...query, where: { id: storable(id) ? id : noId } });
    },
  }),
  jobs: t.prismaConnection({
    type: 'Job',
    cursor: 'id',
    totalCount: (_root, args, context) => {
      checkJobs(args, context);
      return context.prisma.job.count({ where: jobWhere(args.filter) });
    },
    description: 'Jobs, newest first unless `orderBy` says otherwise; at most 200 a page.',
    args: { filter: t.arg({ type: JobFilter }), orderBy: t.arg({ type: JobOrder }) },
    resolve: (query, _root, args, context) => {
      checkJobs(args, context);
      const { filter, orderBy } = args;
      const direction = orderBy?.direction === 'ASC' ? 'asc' : 'desc';
      return context.prisma.job.findMany({
        ...query,
        where: jobWhere(filter),
        orderBy: [{ [columns[orderBy?.field ?? 'CREATED_AT']]: direction }, { id: direction }],
      });
    },
  }),
  jobStatusCounts: t.field({
    type: [JobStatusCount],
    description: 'How many jobs are in each status; every status is there.',
    resolve: async (_root, _args, context) => {
      asOperator(context);
      const rows = await context.prisma.job.groupBy({ by: ['status'], _count: true });
      const counts = new Map(rows.map(({ status, _count }) => [status, _count]));
      return jobStatuses.map((status) => ({ status, count: counts.get(status) ?? 0 }));
    },
  }),
}));
