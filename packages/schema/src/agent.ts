import { availabilityOf } from '@muster/domain/agent/availability.ts';
import { builder, type Where } from './builder.ts';
import type { Context } from './context.ts';
import { AgentAvailability, AgentKind } from './enums.ts';
import { asOperator, checkFilter, checkPage, type Page, storable } from './refused-request.ts';
import { noId } from './shared-fields.ts';
import { TagRule } from './tag-rule.ts';

builder.prismaObject('Skill', {
  description: 'Something that an agent says it can do. Jobs may require it by name.',
  fields: (t) => ({
    name: t.exposeString('name'),
    description: t.exposeString('description'),
  }),
});

export const Agent = builder.prismaObject('Agent', {
  description: 'Who can do work.',
  fields: (t) => ({
    id: t.exposeID('id'),
    name: t.exposeString('name', { description: 'Unique, at most 100 characters.' }),
    description: t.exposeString('description', {
      description: 'What it is good at, in words: the matcher reads it.',
    }),
    skills: t.relation('skills', { query: { orderBy: { position: 'asc' } } }),
    kind: t.expose('kind', { type: AgentKind }),
    endpoint: t.exposeString('endpoint', {
      nullable: true,
      description: 'Where an HTTP agent is called.',
    }),
    capacity: t.exposeInt('capacity', { description: 'How many jobs it takes at a time.' }),
    activeJobs: t.exposeInt('activeJobs', {
      description: 'How many it has now; never more than `capacity`.',
    }),
    availability: t.field({
      type: AgentAvailability,
      select: {
        kind: true,
        paused: true,
        activeJobs: true,
        capacity: true,
        cooldownUntil: true,
        lastSeenAt: true,
        unreachableSince: true,
        createdAt: true,
      },
      resolve: (agent, _args, { now }) =>
        availabilityOf({ ...agent, registeredAt: agent.createdAt }, now),
    }),
    paused: t.exposeBoolean('paused', { description: 'Whether an operator keeps work from it.' }),
    cooldownUntil: t.expose('cooldownUntil', { type: 'DateTime', nullable: true }),
    tags: t.exposeStringList('tags', { description: 'What it is, such as "gpu" or "eu".' }),
    jobTags: t.field({
      type: TagRule,
      description: 'Which tags the jobs it takes must have and must not have.',
      select: { jobTagsDemanded: true, jobTagsRefused: true },
      resolve: ({ jobTagsDemanded, jobTagsRefused }) => ({
        demands: jobTagsDemanded,
        refuses: jobTagsRefused,
      }),
    }),
    costPerJob: t.exposeFloat('costPerJob', {
      nullable: true,
      description: 'What one job costs, in a unit of the operator’s choice; null when unknown.',
    }),
    inputSchema: t.expose('inputSchema', {
      type: 'JSON',
      nullable: true,
      description: 'JSON Schema 2020-12 for the inputs it takes; null when it takes anything.',
    }),
    instructions: t.exposeString('instructions', {
      nullable: true,
      description: 'What an OPENAI agent is told to do.',
    }),
    model: t.exposeString('model', {
      nullable: true,
      description: 'The model of an OPENAI agent; null for the server’s default.',
    }),
    completedJobs: t.exposeInt('completedJobs', { description: 'Assignments that it completed.' }),
    failedJobs: t.exposeInt('failedJobs', {
      description: 'Assignments that failed or whose lease ran out.',
    }),
    successRate: t.float({
      nullable: true,
      description: 'Completed of all that completed or failed, in [0, 1]; null until one has.',
      select: { completedJobs: true, failedJobs: true },
      resolve: ({ completedJobs, failedJobs }) => {
        const ended = completedJobs + failedJobs;
        return ended === 0 ? null : completedJobs / ended;
      },
    }),
    lastSeenAt: t.expose('lastSeenAt', {
      type: 'DateTime',
      nullable: true,
      description: 'When it last answered, or, a PULL agent, last asked for work.',
    }),
    createdAt: t.expose('createdAt', { type: 'DateTime' }),
    updatedAt: t.expose('updatedAt', { type: 'DateTime' }),
  }),
});

const AgentFilter = builder.inputType('AgentFilter', {
  description: 'All that are given must hold.',
  fields: (t) => ({
    text: t.string({
      description:
        'A part of the name, the description or a skill, or an id; upper and lower case alike.',
    }),
    kind: t.field({ type: [AgentKind] }),
    skill: t.string({ description: 'The exact name of a skill.' }),
    paused: t.boolean(),
  }),
});

function whereOf(filter: typeof AgentFilter.$inferInput | null | undefined): Where<'Agent'> {
  const { text, kind, skill, paused } = filter ?? {};
  return {
    ...(text
      ? { OR: [contains('name', text), contains('description', text), bySkill(text), { id: text }] }
      : {}),
    ...(kind ? { kind: { in: kind } } : {}),
    ...(skill ? { skills: { some: { name: skill } } } : {}),
    ...(typeof paused === 'boolean' ? { paused } : {}),
  };
}

const bySkill = (text: string) => ({
  skills: { some: { name: { contains: text, mode: 'insensitive' as const } } },
});

const contains = (field: 'name' | 'description', text: string) => ({
  [field]: { contains: text, mode: 'insensitive' as const },
});

interface AgentsArgs extends Page {
  readonly filter?: typeof AgentFilter.$inferInput | null | undefined;
}

/** For the rows and for their count alike: a query that asks for one of them runs only that. */
function checkAgents(args: AgentsArgs, context: Context): void {
  asOperator(context);
  checkPage(args);
  checkFilter(args.filter?.text, args.filter?.skill);
}

builder.queryFields((t) => ({
  agent: t.prismaField({
    type: 'Agent',
    nullable: true,
    description: 'One agent, or null.',
    args: { id: t.arg.id({ required: true }) },
    resolve: (query, _root, { id }, context) => {
      asOperator(context);
      return context.prisma.agent.findUnique({ ...query, where: { id: storable(id) ? id : noId } });
    },
  }),
  agents: t.prismaConnection({
    type: 'Agent',
    cursor: 'id',
    totalCount: (_root, args, context) => {
      checkAgents(args, context);
      return context.prisma.agent.count({ where: whereOf(args.filter) });
    },
    description: 'Agents by name; at most 200 a page.',
    args: { filter: t.arg({ type: AgentFilter }) },
    resolve: (query, _root, args, context) => {
      checkAgents(args, context);
      return context.prisma.agent.findMany({
        ...query,
        where: whereOf(args.filter),
        orderBy: [{ name: 'asc' }, { id: 'asc' }],
      });
    },
  }),
}));
