import { builtInPolicy, storedPolicy } from '@muster/domain/matching/change-policy.ts';
import type { MatchingPolicy as Policy } from '@muster/domain/matching/policy.ts';
import { builder } from './builder.ts';
import { asOperator, checkPage, isNumberCursor } from './refused-request.ts';
import { answer, resultUnion } from './result-union.ts';

const weightSays = {
  fit: 'How well the agent fits what the job says.',
  load: 'The free share of its capacity.',
  success: 'The share of its jobs that it completed.',
  latency: 'How fast it completes jobs, beside the others.',
  cost: 'How little a job costs with it, beside the others.',
} as const;
const says = {
  weights: 'How much each part of the score counts, 0 to 1,000; only the proportions matter.',
  assignAbove: 'The calibrated confidence, 0 to 1, from which the score alone decides.',
  modelAssignAbove: 'The model’s own confidence, 0 to 1, from which its choice is taken.',
  refuseBelow:
    'The calibrated probability, 0 to 1, that any agent fits, below which nobody gets the job.',
} as const;

const MatchingWeights = builder.objectRef<Policy['weights']>('MatchingWeights').implement({
  description: says.weights,
  fields: (t) => ({
    fit: t.exposeFloat('fit', { description: weightSays.fit }),
    load: t.exposeFloat('load', { description: weightSays.load }),
    success: t.exposeFloat('success', { description: weightSays.success }),
    latency: t.exposeFloat('latency', { description: weightSays.latency }),
    cost: t.exposeFloat('cost', { description: weightSays.cost }),
  }),
});

const MatchingPolicy = builder.prismaObject('MatchingPolicy', {
  description:
    'How the matcher weighs, and from where on it dares. Each change is another version.',
  select: { version: true, policy: true },
  fields: (t) => ({
    version: t.exposeInt('version', {
      description: '0 for the built-in default, then one more with each change.',
    }),
    weights: t.field({
      type: MatchingWeights,
      description: says.weights,
      resolve: ({ version, policy }) => storedPolicy(version, policy).weights,
    }),
    assignAbove: t.float({
      description: says.assignAbove,
      resolve: ({ version, policy }) => storedPolicy(version, policy).assignAbove,
    }),
    modelAssignAbove: t.float({
      description: says.modelAssignAbove,
      resolve: ({ version, policy }) => storedPolicy(version, policy).modelAssignAbove,
    }),
    refuseBelow: t.float({
      description: says.refuseBelow,
      resolve: ({ version, policy }) => storedPolicy(version, policy).refuseBelow,
    }),
    note: t.exposeString('note', { nullable: true, description: 'Why it was changed.' }),
    createdAt: t.field({
      type: 'DateTime',
      nullable: true,
      description: 'Null for the built-in default.',
      select: { createdAt: true },
      resolve: ({ version, createdAt }) => (version === 0 ? null : createdAt),
    }),
    createdBy: t.field({
      type: 'String',
      nullable: true,
      description: 'Null for the built-in default.',
      select: { createdBy: true },
      resolve: ({ version, createdBy }) => (version === 0 ? null : createdBy),
    }),
  }),
});

/** What stands in for a row while nobody has changed the policy; its maker and time are not shown. */
const builtIn = {
  version: builtInPolicy.version,
  policy: {},
  note: 'The built-in default.',
  createdAt: new Date(0),
  createdBy: '',
};

const MatchingWeightsInput = builder.inputType('MatchingWeightsInput', {
  description: `${says.weights} A part that is left out keeps its weight; not all may be 0.`,
  fields: (t) => ({
    fit: t.float({ description: weightSays.fit }),
    load: t.float({ description: weightSays.load }),
    success: t.float({ description: weightSays.success }),
    latency: t.float({ description: weightSays.latency }),
    cost: t.float({ description: weightSays.cost }),
  }),
});

export const MatchingPolicyInput = builder.inputType('MatchingPolicyInput', {
  description: 'What is left out is as in the current policy.',
  fields: (t) => ({
    weights: t.field({ type: MatchingWeightsInput, description: says.weights }),
    assignAbove: t.float({ description: says.assignAbove }),
    modelAssignAbove: t.float({ description: says.modelAssignAbove }),
    refuseBelow: t.float({ description: says.refuseBelow }),
  }),
});

const UpdateMatchingPolicyInput = builder.inputType('UpdateMatchingPolicyInput', {
  fields: (t) => ({
    policy: t.field({ type: MatchingPolicyInput, required: true }),
    note: t.string({ description: 'Why; at most 4,000 characters.' }),
    expectedVersion: t.int({
      description:
        'The version that the change is meant for: CONFLICT when it is no longer the current one. Without it the change applies to whatever is current.',
    }),
  }),
});

const UpdateMatchingPolicySuccess = builder.objectRef<{ version: number }>(
  'UpdateMatchingPolicySuccess',
);
UpdateMatchingPolicySuccess.implement({
  fields: (t) => ({
    policy: t.prismaField({
      type: MatchingPolicy,
      resolve: (query, { version }, _args, { prisma }) =>
        prisma.matchingPolicy.findUniqueOrThrow({ ...query, where: { version } }),
    }),
  }),
});

builder.queryFields((t) => ({
  matchingPolicy: t.prismaField({
    type: MatchingPolicy,
    description: 'The current policy.',
    resolve: async (query, _root, _args, context) => {
      asOperator(context);
      const newest = { ...query, orderBy: { version: 'desc' } } as const;
      return (await context.prisma.matchingPolicy.findFirst(newest)) ?? builtIn;
    },
  }),
  defaultMatchingPolicy: t.prismaField({
    type: MatchingPolicy,
    description: 'The built-in policy, version 0: what holds until somebody changes it.',
    resolve: async (query, _root, _args, context) => {
      asOperator(context);
      // No row has its version; Pothos wants to see the query used.
      const none = { ...query, where: { version: builtIn.version } };
      return (await context.prisma.matchingPolicy.findUnique(none)) ?? builtIn;
    },
  }),
  matchingPolicies: t.prismaConnection({
    type: MatchingPolicy,
    cursor: 'version',
    totalCount: (_root, args, context) => {
      asOperator(context);
      checkPage(args, isNumberCursor);
      return context.prisma.matchingPolicy.count();
    },
    description:
      'Every version that somebody made, newest first, at most 200 a page; the built-in default is not among them.',
    resolve: (query, _root, args, context) => {
      asOperator(context);
      checkPage(args, isNumberCursor);
      return context.prisma.matchingPolicy.findMany({ ...query, orderBy: { version: 'desc' } });
    },
  }),
}));

builder.mutationFields((t) => ({
  updateMatchingPolicy: t.field({
    type: resultUnion('UpdateMatchingPolicy', UpdateMatchingPolicySuccess, [
      'CONFLICT',
      'VALIDATION',
    ]),
    description:
      'Makes the next version of the policy. Every server decides by it within about a second; each decision names its version.',
    args: { input: t.arg({ type: UpdateMatchingPolicyInput, required: true }) },
    resolve: async (_root, { input }, context) => {
      asOperator(context);
      return answer(
        await context.commands.updateMatchingPolicy(context.caller, {
          change: input.policy,
          note: input.note ?? null,
          expectedVersion: input.expectedVersion ?? null,
        }),
      );
    },
  }),
}));
