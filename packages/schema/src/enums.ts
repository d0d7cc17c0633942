import { agentAvailabilities } from '@muster/domain/agent/availability.ts';
import { solutionMethods } from '@muster/domain/batch/solution.ts';
import { failureClasses } from '@muster/domain/job/failure.ts';
import {
  AgentKind as AgentKinds,
  AssignmentState as AssignmentStates,
  BatchItemOutcome as BatchItemOutcomes,
  BatchKind as BatchKinds,
  BatchState as BatchStates,
  JobAttention as JobAttentions,
  JobLogStatus as JobLogStatuses,
  JobStatus as JobStatuses,
  MatchMethod as MatchMethods,
  MatchOutcome as MatchOutcomes,
} from '@muster/prisma/enums.ts';
import { builder } from './builder.ts';

export const JobStatus = builder.enumType(JobStatuses, {
  name: 'JobStatus',
  description: 'Where a job is in its life. `docs/job-lifecycle.md` has every move between them.',
});

export const JobLogStatus = builder.enumType(JobLogStatuses, {
  name: 'JobLogStatus',
  description:
    'What one row of the audit log says happened: the statuses of a job, and two things that leave it PENDING: its assignment was CANCELLED, or MATCHING_FAILED.',
});

export const AgentKind = builder.enumType(AgentKinds, {
  name: 'AgentKind',
  description:
    'How an agent gets its work: HTTP is called at its endpoint, PULL asks for it, OPENAI is a model that Muster prompts itself.',
});

export const AgentAvailability = builder.enumType('AgentAvailability', {
  values: agentAvailabilities,
  description:
    'Whether an agent can be given work now. AT_CAPACITY: all places taken. COOLING_DOWN: left alone for a while after it was out of reach or out of quota. PAUSED: by an operator. UNREACHABLE: a PULL agent that stopped asking.',
});

export const AssignmentState = builder.enumType(AssignmentStates, {
  name: 'AssignmentState',
  description: 'How far one attempt has come. EXPIRED: its lease ran out before it reported.',
});

export const MatchMethod = builder.enumType(MatchMethods, {
  name: 'MatchMethod',
  description:
    'Who chose the agent: a person (MANUAL), the score (SCORED), or a model among the eligible (MODEL).',
});

export const MatchOutcome = builder.enumType(MatchOutcomes, {
  name: 'MatchOutcome',
  description:
    'What a decision came to. ASSIGN: the winner gets the job. NEEDS_DECISION: somebody could take it, but the matcher is not sure enough of anyone, and a person decides. NO_AGENT: nobody can take it, or nothing speaks for anybody.',
});

export const JobAttention = builder.enumType(JobAttentions, {
  name: 'JobAttention',
  description:
    'Why a pending job needs a person. NEEDS_DECISION: the matcher is not sure enough of any agent. NO_AGENT: nobody has what it takes.',
});

export const FailureClass = builder.enumType('FailureClass', {
  values: failureClasses,
  description:
    'Why an attempt failed. transient: a passing fault. unavailable: not to be reached. quota: out of quota. agent_error: the agent’s own fault. bad_input: it needs other input. refused: it will not do this. lease_expired: silent past its lease. protocol: its answer cannot be read.',
});

export const AssignmentOutcome = builder.enumType('AssignmentOutcome', {
  values: ['STARTED', 'COMPLETED', 'FAILED', 'REJECTED', 'RESUBMISSION_REQUIRED'] as const,
  description:
    'What an agent reports of its assignment. STARTED may be repeated; it extends the lease.',
});

export const OrderDirection = builder.enumType('OrderDirection', {
  values: ['ASC', 'DESC'] as const,
});

export const JobOrderField = builder.enumType('JobOrderField', {
  values: ['CREATED_AT', 'UPDATED_AT', 'PRIORITY', 'TITLE'] as const,
});

export const BatchKind = builder.enumType(BatchKinds, {
  name: 'BatchKind',
  description: 'What a batch does with each of its jobs.',
});

export const BatchState = builder.enumType(BatchStates, {
  name: 'BatchState',
  description:
    'COMPLETED: every job was come to, whether it succeeded or not. CANCELLED: by an operator, before that.',
});

export const BatchItemOutcome = builder.enumType(BatchItemOutcomes, {
  name: 'BatchItemOutcome',
  description:
    'What became of one job of a batch. SKIPPED: the job already was as the batch wants it. CANCELLED: the batch was, before it came to the job.',
});

export const BatchSolutionMethod = builder.enumType('BatchSolutionMethod', {
  values: solutionMethods,
  description:
    'OPTIMAL: proven best. TIME_LIMITED: the best that was found in time. GREEDY: one job after another, then improved.',
});
