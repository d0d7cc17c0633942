import type {
  MatchCandidate as Candidate,
  ModelUsage as Usage,
} from '@muster/domain/matching/decision.ts';
import { builder } from './builder.ts';
import type { DecisionOfJob } from './context.ts';
import { MatchMethod, MatchOutcome } from './enums.ts';
import { jobField, noId } from './shared-fields.ts';

const FilterVerdict = builder.objectRef<Candidate['verdicts'][number]>('FilterVerdict').implement({
  description: 'What one filter says of one agent.',
  fields: (t) => ({
    filter: t.exposeString('filter', {
      description: 'The filter’s name: available, capacity, skills, tags, inputs, untried.',
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
    likelihood: t.exposeFloat('likelihood', {
      nullable: true,
      description:
        'How likely the job means this agent, or one that fits it just as well, in [0, 1], calibrated against what came of earlier jobs; null for one that lacks something, is down, or tried the job before.',
    }),
  }),
});

const ModelUsage = builder.objectRef<Usage>('ModelUsage').implement({
  description: 'What asking a model took.',
  fields: (t) => ({
    model: t.exposeString('model'),
    promptTokens: t.exposeInt('promptTokens', { description: 'Of all attempts.' }),
    completionTokens: t.exposeInt('completionTokens', { description: 'Of all attempts.' }),
    costUsd: t.exposeFloat('costUsd', {
      nullable: true,
      description: 'In US dollars, by the server’s price list; null when it has none.',
    }),
    attempts: t.exposeInt('attempts', {
      description: 'Questions sent: 2 when the first answer could not be used.',
    }),
  }),
});

export const MatchDecision = builder.objectRef<DecisionOfJob>('MatchDecision').implement({
  description:
    'Why this agent, or why none: who was considered, what each filter and score said, and who chose.',
  fields: (t) => ({
    job: jobField(t),
    outcome: t.expose('outcome', { type: MatchOutcome }),
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
    anyFits: t.exposeFloat('anyFits', {
      nullable: true,
      description: 'How likely it is that any agent fits, in [0, 1]; null when a person chose.',
    }),
    model: t.exposeString('model', {
      nullable: true,
      description: 'The model that was asked, also when its answer was not used.',
    }),
    promptVersion: t.exposeString('promptVersion', { nullable: true }),
    usage: t.expose('usage', {
      type: ModelUsage,
      nullable: true,
      description: 'Null when no model was asked.',
    }),
    omittedCandidates: t.exposeInt('omittedCandidates', {
      description:
        'Eligible agents that the model was not told of, since the question would have been too long: the worst by score.',
    }),
    policyVersion: t.exposeInt('policyVersion', {
      description: 'Of the matching policy; 0 is the built-in one.',
    }),
    matcherVersion: t.exposeString('matcherVersion', {
      description: 'Of the formula; it changes with Muster.',
    }),
    candidates: t.field({
      type: [MatchCandidate],
      description:
        'Eligible ones first, best first. At most 200; by hand the chosen one and the best five.',
      args: { first: t.arg.int({ description: 'At most so many; default all.' }) },
      // One column however many there are, and their agents come in one statement.
      complexity: { field: 1, multiplier: 1 },
      resolve: ({ candidates }, { first }) => candidates.slice(0, first ?? candidates.length),
    }),
    createdAt: t.expose('createdAt', {
      type: 'DateTime',
      nullable: true,
      description: 'When it was kept; null for a preview, and in the answer that it led to.',
    }),
  }),
});
