import type {
  MatchCandidate as Candidate,
  MatchDecision as Decision,
} from '@muster/domain/matching/decision.ts';
import { builder } from './builder.ts';
import { MatchMethod } from './enums.ts';
import { noId } from './shared-fields.ts';

const FilterVerdict = builder.objectRef<Candidate['verdicts'][number]>('FilterVerdict').implement({
  description: 'What one filter says of one agent.',
  fields: (t) => ({
    filter: t.exposeString('filter', {
      description: 'The filter’s name: available, capacity, skills, inputs.',
    }),
    passed: t.exposeBoolean('passed'),
    reason: t.exposeString('reason', {
      nullable: true,
      description: 'Why not, reading on from the agent’s name; null when passed.',
    }),
  }),
});

const ScoreComponent = builder
  .objectRef<Candidate['components'][number]>('ScoreComponent')
  .implement({
    description: 'One part of a score.',
    fields: (t) => ({
      name: t.exposeString('name', {
        description: 'fit (by words), load (free share of capacity), success (share completed).',
      }),
      value: t.exposeFloat('value', { description: 'In [0, 1].' }),
      weight: t.exposeFloat('weight', { description: 'Its share in the weighted mean.' }),
    }),
  });

const MatchCandidate = builder.objectRef<Candidate>('MatchCandidate').implement({
  description: 'One agent that was considered for a job.',
  fields: (t) => ({
    agent: t.prismaField({
      type: 'Agent',
      resolve: (query, { agentId }, _args, { rows }) => rows.agent(query, agentId),
    }),
    eligible: t.exposeBoolean('eligible', { description: 'Whether every filter passed.' }),
    verdicts: t.expose('verdicts', { type: [FilterVerdict] }),
    score: t.exposeFloat('score', {
      nullable: true,
      description: 'In [0, 1]; null for an agent that may not take the job.',
    }),
    components: t.expose('components', { type: [ScoreComponent] }),
  }),
});

export const MatchDecision = builder.objectRef<Decision>('MatchDecision').implement({
  description:
    'Why this agent: who was considered, what each filter and score said, and who chose.',
  fields: (t) => ({
    method: t.expose('method', { type: MatchMethod }),
    winner: t.prismaField({
      type: 'Agent',
      nullable: true,
      description: 'Null when nobody could or should have the job.',
      resolve: (query, { winnerAgentId }, _args, { prisma }) =>
        prisma.agent.findUnique({ ...query, where: { id: winnerAgentId ?? noId } }),
    }),
    reason: t.exposeString('reason', { description: 'In a sentence or two.' }),
    confidence: t.exposeFloat('confidence', {
      nullable: true,
      description: 'In [0, 1]; null when a person chose or nobody was chosen.',
    }),
    model: t.exposeString('model', {
      nullable: true,
      description: 'The model that was asked, also when its answer was not used.',
    }),
    promptVersion: t.exposeString('promptVersion', { nullable: true }),
    candidates: t.expose('candidates', {
      type: [MatchCandidate],
      description:
        'Eligible ones first, best first. At most 200; by hand the chosen one and the best five.',
    }),
  }),
});
