import type { Issue } from '../job/errors.ts';
import { type FailureClass, failureClasses } from '../job/failure.ts';
import { checkInteger } from '../validation/check-text.ts';
import { sayNumber } from '../validation/measure.ts';

/**
 * How often and how soon a job is tried again. The meaning of the fields is Temporal's
 * (docs.temporal.io/encyclopedia/retry-policies); jitter and the total time-out are Conductor's
 * (docs.conductor-oss.org/devguide/cookbook/task-timeouts-and-retries.html).
 */
export interface RetryPolicy {
  /** The first attempt included: 1 means no retry at all. */
  readonly maxAttempts: number;
  /** The wait before the first retry. */
  readonly initialIntervalMs: number;
  /** By how much each wait is longer than the one before; 1 keeps them equal. */
  readonly backoffCoefficient: number;
  /** No wait grows beyond this, jitter aside. */
  readonly maximumIntervalMs: number;
  /** The share of a wait that chance may add to it, 0 to 1, so that jobs that failed together do not come back together. */
  readonly jitter: number;
  /** No attempt begins later than this after the first; null sets no such limit. An attempt under way is not cut short. */
  readonly totalTimeoutMs: number | null;
  /** A failure of one of these classes is final. */
  readonly nonRetryable: readonly FailureClass[];
}

/** Temporal's intervals; four attempts, since each may occupy an agent for long. */
export const defaultRetryPolicy: RetryPolicy = {
  maxAttempts: 4,
  initialIntervalMs: 1_000,
  backoffCoefficient: 2,
  maximumIntervalMs: 100_000,
  jitter: 0.2,
  totalTimeoutMs: null,
  nonRetryable: [],
};

/**
 * A policy as a client gives it. What is left out, or null, is as in the defaults;
 * for `totalTimeoutMs` null is a value: no limit.
 */
export interface PartialRetryPolicy {
  readonly maxAttempts?: number | null | undefined;
  readonly initialIntervalMs?: number | null | undefined;
  readonly backoffCoefficient?: number | null | undefined;
  readonly maximumIntervalMs?: number | null | undefined;
  readonly jitter?: number | null | undefined;
  readonly totalTimeoutMs?: number | null | undefined;
  readonly nonRetryable?: readonly string[] | null | undefined;
}

const dayMs = 86_400_000;

/** Milliseconds stay below 2³¹, the limit of GraphQL's Int (24.8 days). */
export const retryLimits = {
  minAttempts: 1,
  maxAttempts: 100,
  minIntervalMs: 1,
  maxIntervalMs: dayMs,
  minBackoffCoefficient: 1,
  maxBackoffCoefficient: 10,
  minJitter: 0,
  maxJitter: 1,
  minTotalTimeoutMs: 1,
  maxTotalTimeoutMs: 14 * dayMs,
} as const;

/** All that is wrong with a policy, each field by its name; empty when it may be used. */
export function checkRetryPolicy(policy: PartialRetryPolicy): readonly Issue[] {
  const {
    minAttempts,
    maxAttempts,
    minIntervalMs,
    maxIntervalMs,
    minBackoffCoefficient,
    maxBackoffCoefficient,
    minJitter,
    maxJitter,
    minTotalTimeoutMs,
    maxTotalTimeoutMs,
  } = retryLimits;
  const integer = (field: IntegerField, min: number, max: number) =>
    checkGiven(policy[field], (value) => checkInteger(field, value, min, max));
  const number = (field: 'backoffCoefficient' | 'jitter', min: number, max: number) =>
    checkGiven(policy[field], (value) => checkNumber(field, value, min, max));
  return [
    ...integer('maxAttempts', minAttempts, maxAttempts),
    ...integer('initialIntervalMs', minIntervalMs, maxIntervalMs),
    ...number('backoffCoefficient', minBackoffCoefficient, maxBackoffCoefficient),
    ...integer('maximumIntervalMs', minIntervalMs, maxIntervalMs),
    ...checkOrder(policy),
    ...number('jitter', minJitter, maxJitter),
    ...integer('totalTimeoutMs', minTotalTimeoutMs, maxTotalTimeoutMs),
    ...checkClasses(policy.nonRetryable ?? []),
  ];
}

/** Fills a checked policy up. A maximum that is left out is never below the initial interval that was given. */
export function completePolicy(partial: PartialRetryPolicy, defaults: RetryPolicy): RetryPolicy {
  const initialIntervalMs = partial.initialIntervalMs ?? defaults.initialIntervalMs;
  return {
    maxAttempts: partial.maxAttempts ?? defaults.maxAttempts,
    initialIntervalMs,
    backoffCoefficient: partial.backoffCoefficient ?? defaults.backoffCoefficient,
    maximumIntervalMs:
      partial.maximumIntervalMs ?? Math.max(defaults.maximumIntervalMs, initialIntervalMs),
    jitter: partial.jitter ?? defaults.jitter,
    totalTimeoutMs:
      partial.totalTimeoutMs === undefined ? defaults.totalTimeoutMs : partial.totalTimeoutMs,
    nonRetryable: partial.nonRetryable?.filter(isFailureClass) ?? defaults.nonRetryable,
  };
}

/**
 * The wait before a retry, after `retries` earlier ones: min(initial × coefficient^retries, maximum) as Temporal
 * computes it, plus up to `jitter` of itself. As in Conductor, chance only adds, and after the cap: capped waits differ too.
 * `random` lies in [0, 1).
 */
export function backoffMs(policy: RetryPolicy, retries: number, random: number): number {
  const grown = policy.initialIntervalMs * policy.backoffCoefficient ** retries;
  const capped = Math.min(grown, policy.maximumIntervalMs);
  return Math.floor(capped * (1 + policy.jitter * random));
}

type IntegerField = 'maxAttempts' | 'initialIntervalMs' | 'maximumIntervalMs' | 'totalTimeoutMs';

function checkGiven(
  value: number | null | undefined,
  check: (value: number) => readonly Issue[],
): readonly Issue[] {
  return value === null || value === undefined ? [] : check(value);
}

function checkNumber(path: string, value: number, min: number, max: number): readonly Issue[] {
  if (value >= min && value <= max) return [];
  return [{ path, message: `${path} is ${value}: give a number from ${min} to ${max}.` }];
}

function checkOrder({ initialIntervalMs, maximumIntervalMs }: PartialRetryPolicy): Issue[] {
  if (typeof initialIntervalMs !== 'number' || typeof maximumIntervalMs !== 'number') return [];
  if (maximumIntervalMs >= initialIntervalMs) return [];
  const path = 'maximumIntervalMs';
  const least = sayNumber(initialIntervalMs);
  const message = `${path} is ${sayNumber(maximumIntervalMs)}: give at least ${least}, the initialIntervalMs.`;
  return [{ path, message }];
}

function checkClasses(names: readonly string[]): readonly Issue[] {
  const unknown = names.findIndex((name) => !isFailureClass(name));
  if (unknown === -1) return [];
  const path = `nonRetryable.${unknown}`;
  const message = `${path} is no class of failure: give some of ${failureClasses.join(', ')}.`;
  return [{ path, message }];
}

function isFailureClass(name: string): name is FailureClass {
  return failureClasses.some((known) => known === name);
}
