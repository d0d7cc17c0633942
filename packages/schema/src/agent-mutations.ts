import { builder } from './builder.ts';
import type { AgentFields } from './context.ts';
import { AgentKind } from './enums.ts';
import { asOperator } from './refused-request.ts';
import { answer, resultUnion } from './result-union.ts';
import { agentField, idempotencyKey } from './shared-fields.ts';
import { TagRuleInput, tagRuleOf } from './tag-rule.ts';

const SkillInput = builder.inputType('SkillInput', {
  fields: (t) => ({
    name: t.string({ required: true, description: '1 to 64 characters.' }),
    description: t.string({ description: 'At most 1,000 characters.' }),
  }),
});

const says = {
  name: 'Unique, 1 to 100 characters.',
  description: 'What it is good at; at most 4,000 characters. The matcher reads it.',
  skills: 'At most 64.',
  endpoint: 'HTTP agents: the http(s) address that Muster calls.',
  secret:
    'HTTP agents: `whsec_` and 24 to 64 bytes in base64; signs what they receive (Standard Webhooks).',
  capacity: 'Jobs at a time, 1 to 10,000; default 1.',
  tags: 'What it is; at most 32 tags of at most 64 characters.',
  jobTags: 'Which tags the jobs it takes must have and must not have.',
  costPerJob:
    'What one job costs, in a unit that is the same for all agents; the matcher prefers the cheaper of agents that fit alike. 0 to 1e12; default unknown.',
  inputSchema: 'JSON Schema 2020-12 for the inputs it takes; at most 64 KiB, complete in itself.',
  instructions: 'OPENAI agents: what the model is told; at most 20,000 characters.',
  model: 'OPENAI agents: the model; default the server’s.',
} as const;

const RegisterAgentInput = builder.inputType('RegisterAgentInput', {
  fields: (t) => ({
    name: t.string({ required: true, description: says.name }),
    description: t.string({ required: true, description: says.description }),
    skills: t.field({ type: [SkillInput], description: says.skills }),
    kind: t.field({ type: AgentKind, required: true }),
    endpoint: t.string({ description: says.endpoint }),
    secret: t.string({ description: `${says.secret} One is made when there is none.` }),
    capacity: t.int({ description: says.capacity }),
    tags: t.stringList({ description: says.tags }),
    jobTags: t.field({ type: TagRuleInput, description: says.jobTags }),
    costPerJob: t.float({ description: says.costPerJob }),
    inputSchema: t.field({ type: 'JSON', description: says.inputSchema }),
    instructions: t.string({ description: says.instructions }),
    model: t.string({ description: says.model }),
    idempotencyKey: idempotencyKey(t),
  }),
});

const UpdateAgentInput = builder.inputType('UpdateAgentInput', {
  description: 'What is left out stays as it is; null clears what may be empty.',
  fields: (t) => ({
    agentId: t.id({ required: true }),
    name: t.string({ description: says.name }),
    description: t.string({ description: says.description }),
    skills: t.field({ type: [SkillInput], description: `${says.skills} Replaces all.` }),
    endpoint: t.string({ description: says.endpoint }),
    secret: t.string({ description: says.secret }),
    capacity: t.int({ description: 'Not below the number of jobs that it has now.' }),
    tags: t.stringList({ description: `${says.tags} Replaces all.` }),
    jobTags: t.field({ type: TagRuleInput, description: `${says.jobTags} Replaces both lists.` }),
    costPerJob: t.float({ description: says.costPerJob }),
    inputSchema: t.field({ type: 'JSON', description: says.inputSchema }),
    instructions: t.string({ description: says.instructions }),
    model: t.string({ description: says.model }),
    paused: t.boolean({ description: 'Whether to keep new work from it.' }),
  }),
});

const RegisterAgentSuccess = builder.objectRef<{
  agentId: string;
  token: string | null;
  secret: string | null;
}>('RegisterAgentSuccess');
RegisterAgentSuccess.implement({
  fields: (t) => ({
    agent: agentField(t),
    token: t.exposeString('token', {
      nullable: true,
      description: 'A PULL agent’s bearer token. Shown once.',
    }),
    secret: t.exposeString('secret', {
      nullable: true,
      description: 'The signing secret made for an HTTP agent that came without one. Shown once.',
    }),
  }),
});

const UpdateAgentSuccess = builder.objectRef<{ agentId: string }>('UpdateAgentSuccess');
UpdateAgentSuccess.implement({ fields: (t) => ({ agent: agentField(t) }) });

const RotateAgentTokenInput = builder.inputType('RotateAgentTokenInput', {
  fields: (t) => ({ agentId: t.id({ required: true }) }),
});

const RotateAgentTokenSuccess = builder.objectRef<{ agentId: string; token: string }>(
  'RotateAgentTokenSuccess',
);
RotateAgentTokenSuccess.implement({
  fields: (t) => ({
    agent: agentField(t),
    token: t.exposeString('token', { description: 'Shown once; the old one no longer works.' }),
  }),
});

/** Keeps only the fields that were given, with the empty value that each may take. */
function changesOf(
  input: typeof UpdateAgentInput.$inferInput,
): Partial<AgentFields> & { paused?: boolean } {
  const {
    name,
    description,
    skills,
    endpoint,
    secret,
    capacity,
    tags,
    jobTags,
    costPerJob,
    inputSchema,
    instructions,
    model,
    paused,
  } = input;
  return {
    ...(name === undefined || name === null ? {} : { name }),
    ...(description === undefined || description === null ? {} : { description }),
    ...(skills === undefined || skills === null ? {} : { skills: skillsOf(skills) }),
    ...(endpoint === undefined ? {} : { endpoint }),
    ...(secret === undefined || secret === null ? {} : { secret }),
    ...(capacity === undefined || capacity === null ? {} : { capacity }),
    ...(tags === undefined || tags === null ? {} : { tags }),
    ...(jobTags === undefined || jobTags === null ? {} : { jobTags: tagRuleOf(jobTags) }),
    ...(costPerJob === undefined ? {} : { costPerJob }),
    ...(inputSchema === undefined ? {} : { inputSchema }),
    ...(instructions === undefined ? {} : { instructions }),
    ...(model === undefined ? {} : { model }),
    ...(paused === undefined || paused === null ? {} : { paused }),
  };
}

const skillsOf = (skills: readonly (typeof SkillInput.$inferInput)[]) =>
  skills.map(({ name, description }) => ({ name, description: description ?? '' }));

builder.mutationFields((t) => ({
  registerAgent: t.field({
    type: resultUnion('RegisterAgent', RegisterAgentSuccess, [
      'VALIDATION',
      'CONFLICT',
      'IDEMPOTENCY_MISMATCH',
    ]),
    description: 'Makes an agent known; it can be given work at once.',
    args: { input: t.arg({ type: RegisterAgentInput, required: true }) },
    resolve: async (_root, { input }, context) => {
      asOperator(context);
      return answer(
        await context.commands.registerAgent(context.caller, {
          name: input.name,
          description: input.description,
          skills: skillsOf(input.skills ?? []),
          kind: input.kind,
          endpoint: input.endpoint ?? null,
          secret: input.secret ?? null,
          capacity: input.capacity ?? 1,
          tags: input.tags ?? [],
          jobTags: tagRuleOf(input.jobTags),
          costPerJob: input.costPerJob ?? null,
          inputSchema: input.inputSchema ?? null,
          instructions: input.instructions ?? null,
          model: input.model ?? null,
          idempotencyKey: input.idempotencyKey,
        }),
      );
    },
  }),
  updateAgent: t.field({
    type: resultUnion('UpdateAgent', UpdateAgentSuccess, ['NOT_FOUND', 'VALIDATION', 'CONFLICT']),
    description: 'Changes what an agent is, and pauses or resumes it.',
    args: { input: t.arg({ type: UpdateAgentInput, required: true }) },
    resolve: async (_root, { input }, context) => {
      asOperator(context);
      return answer(
        await context.commands.updateAgent(context.caller, {
          agentId: input.agentId,
          changes: changesOf(input),
        }),
      );
    },
  }),
  rotateAgentToken: t.field({
    type: resultUnion('RotateAgentToken', RotateAgentTokenSuccess, ['NOT_FOUND', 'VALIDATION']),
    description: 'Gives a PULL agent a new token.',
    args: { input: t.arg({ type: RotateAgentTokenInput, required: true }) },
    resolve: async (_root, { input }, context) => {
      asOperator(context);
      return answer(await context.commands.rotateAgentToken(context.caller, input));
    },
  }),
}));
