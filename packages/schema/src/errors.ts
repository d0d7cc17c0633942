import type {
  ErrorCode as Code,
  DomainError,
  Issue as DomainIssue,
} from '@muster/domain/job/errors.ts';
import { builder } from './builder.ts';
import type { DecisionOfJob } from './context.ts';
import { JobStatus } from './enums.ts';
import { MatchDecision } from './match-decision.ts';
import { agentField } from './shared-fields.ts';

type ErrorOf<C extends Code> = Extract<DomainError, { code: C }>;

const ErrorCode = builder.enumType('ErrorCode', {
  description: 'A closed list; it may grow.',
  values: [
    'NOT_FOUND',
    'ILLEGAL_TRANSITION',
    'CONFLICT',
    'AGENT_AT_CAPACITY',
    'AGENT_UNAVAILABLE',
    'INPUTS_INVALID',
    'NO_AGENT_MATCHED',
    'NEEDS_DECISION',
    'STALE_LEASE',
    'IDEMPOTENCY_MISMATCH',
    'VALIDATION',
  ] as const satisfies readonly Code[],
});

const ErrorInterface = builder.interfaceRef<DomainError>('Error').implement({
  description: 'An outcome that the caller can act on.',
  fields: (t) => ({
    message: t.exposeString('message', {
      description: 'What happened and what to do, in a sentence or two.',
    }),
    code: t.expose('code', { type: ErrorCode }),
  }),
});

const interfaces = [ErrorInterface];

const Issue = builder.objectRef<DomainIssue>('Issue').implement({
  description: 'One thing that is wrong with an input.',
  fields: (t) => ({
    path: t.exposeString('path', {
      description: 'The field’s name, or a JSON Pointer into the inputs.',
    }),
    message: t.exposeString('message', { description: 'What is wrong and how to mend it.' }),
  }),
});

export const NotFound = builder.objectRef<ErrorOf<'NOT_FOUND'>>('NotFound').implement({
  interfaces,
  fields: (t) => ({ id: t.exposeID('id') }),
});

export const IllegalTransition = builder
  .objectRef<ErrorOf<'ILLEGAL_TRANSITION'>>('IllegalTransition')
  .implement({
    description: 'The job is not in a status in which this may happen to it.',
    interfaces,
    fields: (t) => ({
      status: t.expose('status', { type: JobStatus, description: 'Where the job is.' }),
    }),
  });

export const Conflict = builder
  .objectRef<ErrorOf<'CONFLICT'>>('Conflict')
  .implement({ interfaces });

export const AgentAtCapacity = builder
  .objectRef<ErrorOf<'AGENT_AT_CAPACITY'>>('AgentAtCapacity')
  .implement({
    interfaces,
    fields: (t) => ({ agent: agentField(t) }),
  });

export const AgentUnavailable = builder
  .objectRef<ErrorOf<'AGENT_UNAVAILABLE'>>('AgentUnavailable')
  .implement({
    interfaces,
    fields: (t) => ({ agent: agentField(t) }),
  });

export const InputsInvalid = builder
  .objectRef<ErrorOf<'INPUTS_INVALID'>>('InputsInvalid')
  .implement({
    description: 'The agent’s input schema does not accept the inputs.',
    interfaces,
    fields: (t) => ({ issues: t.expose('issues', { type: [Issue] }) }),
  });

const decisionIn = ({
  jobId,
  decision,
}: ErrorOf<'NO_AGENT_MATCHED' | 'NEEDS_DECISION'>): DecisionOfJob => ({
  ...decision,
  jobId,
  createdAt: null,
});

export const NoAgentMatched = builder
  .objectRef<ErrorOf<'NO_AGENT_MATCHED'>>('NoAgentMatched')
  .implement({
    description: 'Nobody can or should have the job; it stays PENDING, and its log says why.',
    interfaces,
    fields: (t) => ({ decision: t.field({ type: MatchDecision, resolve: decisionIn }) }),
  });

export const NeedsDecision = builder
  .objectRef<ErrorOf<'NEEDS_DECISION'>>('NeedsDecision')
  .implement({
    description:
      'Somebody could take the job, but the matcher is not sure enough of anyone. It stays PENDING and needs a person; the candidates of the decision are ranked.',
    interfaces,
    fields: (t) => ({ decision: t.field({ type: MatchDecision, resolve: decisionIn }) }),
  });

export const StaleLease = builder.objectRef<ErrorOf<'STALE_LEASE'>>('StaleLease').implement({
  description: 'The lease is no longer current: the agent must stop, its result is not taken.',
  interfaces,
});

export const IdempotencyMismatch = builder
  .objectRef<ErrorOf<'IDEMPOTENCY_MISMATCH'>>('IdempotencyMismatch')
  .implement({
    description: 'The idempotency key was used before with other parameters.',
    interfaces,
  });

export const ValidationFailed = builder
  .objectRef<ErrorOf<'VALIDATION'>>('ValidationFailed')
  .implement({
    interfaces,
    fields: (t) => ({ issues: t.expose('issues', { type: [Issue] }) }),
  });

/** The type that says each error. */
export const errorTypes = {
  NOT_FOUND: NotFound,
  ILLEGAL_TRANSITION: IllegalTransition,
  CONFLICT: Conflict,
  AGENT_AT_CAPACITY: AgentAtCapacity,
  AGENT_UNAVAILABLE: AgentUnavailable,
  INPUTS_INVALID: InputsInvalid,
  NO_AGENT_MATCHED: NoAgentMatched,
  NEEDS_DECISION: NeedsDecision,
  STALE_LEASE: StaleLease,
  IDEMPOTENCY_MISMATCH: IdempotencyMismatch,
  VALIDATION: ValidationFailed,
} as const satisfies Record<Code, unknown>;
