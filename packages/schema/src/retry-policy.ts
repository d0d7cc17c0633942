import {
  completePolicy,
  defaultRetryPolicy,
  type RetryPolicy as Policy,
} from '@muster/domain/retry/policy.ts';
import { builder } from './builder.ts';
import { FailureClass } from './enums.ts';

const says = {
  maxAttempts: 'The first attempt included: 1 means no retry. 1 to 100; default 4.',
  initialIntervalMs: 'The wait before the first retry, in milliseconds; default 1,000.',
  backoffCoefficient: 'By how much each wait is longer than the one before, 1 to 10; default 2.',
  maximumIntervalMs: 'No wait grows beyond this, jitter aside, in milliseconds; default 100,000.',
  jitter: 'The share of a wait that chance may add, 0 to 1; default 0.2.',
  totalTimeoutMs:
    'No attempt begins later than this after the job was put up, in milliseconds; default none.',
  nonRetryable: 'Failures of these classes are final; default none.',
} as const;

export const RetryPolicyInput = builder.inputType('RetryPolicyInput', {
  description:
    'What is left out is as the server has it. Meaning as in Temporal; jitter as in Conductor.',
  fields: (t) => ({
    maxAttempts: t.int({ description: says.maxAttempts }),
    initialIntervalMs: t.int({ description: says.initialIntervalMs }),
    backoffCoefficient: t.float({ description: says.backoffCoefficient }),
    maximumIntervalMs: t.int({ description: says.maximumIntervalMs }),
    jitter: t.float({ description: says.jitter }),
    totalTimeoutMs: t.int({ description: says.totalTimeoutMs }),
    nonRetryable: t.field({ type: [FailureClass], description: says.nonRetryable }),
  }),
});

export const RetryPolicy = builder.objectRef<Policy>('RetryPolicy').implement({
  description: 'How often and how soon a job is tried again.',
  fields: (t) => ({
    maxAttempts: t.exposeInt('maxAttempts', { description: says.maxAttempts }),
    initialIntervalMs: t.exposeInt('initialIntervalMs', { description: says.initialIntervalMs }),
    backoffCoefficient: t.exposeFloat('backoffCoefficient', {
      description: says.backoffCoefficient,
    }),
    maximumIntervalMs: t.exposeInt('maximumIntervalMs', { description: says.maximumIntervalMs }),
    jitter: t.exposeFloat('jitter', { description: says.jitter }),
    totalTimeoutMs: t.exposeInt('totalTimeoutMs', {
      nullable: true,
      description: says.totalTimeoutMs,
    }),
    nonRetryable: t.expose('nonRetryable', {
      type: [FailureClass],
      description: says.nonRetryable,
    }),
  }),
});

/** A policy as the column holds it: written by the commit, complete. */
export const storedPolicy = (json: unknown): Policy | null =>
  typeof json === 'object' && json !== null ? completePolicy(json, defaultRetryPolicy) : null;
