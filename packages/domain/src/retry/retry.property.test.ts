import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { maxRetryAfterMs } from '../agent/circuit.ts';
import { type Failure, failureClasses } from '../job/failure.ts';
import { limits } from '../validation/limits.ts';
import { type EndedAttempt, uncountedAttempts } from './attempts.ts';
import { type FailedAttempt, type NextStep, nextStep, settleWhoIsLeft } from './next-step.ts';
import {
  backoffMs,
  checkRetryPolicy,
  completePolicy,
  defaultRetryPolicy,
  type RetryPolicy,
  retryLimits,
} from './policy.ts';
import { sayStep } from './say-step.ts';

const classes = fc.constantFrom(...failureClasses);
/** Bad input ends a submission, so it comes seldom. */
const mostlyGoingOn = fc.oneof(
  {
    weight: 19,
    arbitrary: fc.constantFrom(...failureClasses.filter((name) => name !== 'bad_input')),
  },
  { weight: 1, arbitrary: fc.constant('bad_input' as const) },
);
const randoms = fc.double({ min: 0, max: 1, maxExcluded: true, noNaN: true });
const policies: fc.Arbitrary<RetryPolicy> = fc
  .record({
    maxAttempts: fc.integer({ min: 1, max: 12 }),
    initialIntervalMs: fc.integer({ min: 1, max: 600_000 }),
    backoffCoefficient: fc.double({ min: 1, max: 10, noNaN: true }),
    maximumIntervalMs: fc.integer({ min: 1, max: retryLimits.maxIntervalMs }),
    jitter: fc.double({ min: 0, max: 1, noNaN: true }),
    totalTimeoutMs: fc.option(fc.integer({ min: 1, max: retryLimits.maxTotalTimeoutMs })),
    nonRetryable: fc.uniqueArray(classes, { maxLength: 2 }),
  })
  .map((policy) => ({
    ...policy,
    maximumIntervalMs: Math.max(policy.maximumIntervalMs, policy.initialIntervalMs),
  }));
const failures: fc.Arbitrary<Failure> = fc
  .record({
    class: mostlyGoingOn,
    retryAfterMs: fc.option(fc.double({ min: 0, noNaN: true }), { freq: 4 }),
  })
  .map(({ class: name, retryAfterMs }) => ({
    class: name,
    message: 'it broke',
    ...(retryAfterMs === null ? {} : { retryAfterMs }),
  }));

const agents = ['a', 'b', 'c', 'd'];
const start = new Date('2026-03-01T10:00:00Z');
const later = (time: Date, ms: number) => new Date(time.getTime() + ms);
const isLast = ({ kind }: NextStep) => kind !== 'retry' && kind !== 'reassign';

interface Lived {
  readonly failed: FailedAttempt;
  readonly step: NextStep;
}

/** One submission of which every attempt fails, as far as it goes; `pick` plays the matcher, time passes as the steps say. */
function live(
  policy: RetryPolicy,
  ends: readonly { failure: Failure; random: number; pick: number; tookMs: number }[],
): readonly Lived[] {
  const lived: Lived[] = [];
  const history: EndedAttempt[] = [];
  let agentId = 'a';
  let now = start;
  for (let n = 0; n < 1_000; n += 1) {
    const { failure, random, pick, tookMs } = ends[n % ends.length] ?? never();
    now = later(now, tookMs);
    const failed = {
      policy,
      history: [...history],
      agentId,
      failure,
      startedAt: start,
      now,
      random,
    };
    const decided = nextStep(failed);
    const step = decided.kind === 'reassign' ? settleWhoIsLeft(decided, agents) : decided;
    lived.push({ failed, step });
    if (step.kind !== 'retry' && step.kind !== 'reassign') return lived;
    history.push({ agentId, failureClass: failure.class });
    now = later(now, step.delayMs);
    if (step.kind === 'retry') continue;
    const left = agents.filter((candidate) => !step.exclude.includes(candidate));
    agentId = left[pick % left.length] ?? never();
  }
  throw new Error('This submission does not end.');
}

function never(): never {
  throw new Error('A step that goes on leaves nobody to go on with.');
}

const ends = fc.array(
  fc.record({
    failure: failures,
    random: randoms,
    pick: fc.nat(),
    tookMs: fc.integer({ min: 0, max: 60_000 }),
  }),
  { minLength: 1, maxLength: 8 },
);

const everyLife = (check: (lived: readonly Lived[], policy: RetryPolicy) => void, seed: number) =>
  fc.assert(
    fc.property(policies, ends, (policy, sequence) => check(live(policy, sequence), policy)),
    { seed, numRuns: 300 },
  );

describe('a submission of which every attempt fails', () => {
  it('ends, after at most maxAttempts + 100 attempts', () => {
    everyLife((lived, { maxAttempts }) => {
      expect(lived.length).toBeLessThanOrEqual(maxAttempts + uncountedAttempts);
      expect(lived.filter(({ step }) => isLast(step))).toHaveLength(1);
    }, 1);
  });

  it('counts one attempt more or none each time, and never more than maxAttempts', () => {
    everyLife((lived, { maxAttempts }) => {
      let used = 0;
      for (const { step } of lived) {
        expect(step.attempt.used).toBe(used + (step.attempt.counted ? 1 : 0));
        used = step.attempt.used;
        expect(used).toBeLessThanOrEqual(maxAttempts);
        if (!isLast(step)) expect(used).toBeLessThan(maxAttempts);
      }
    }, 2);
  });

  it('waits between 0 and maximum × (1 + jitter), unless a failure asks for its own wait', () => {
    everyLife((lived, { maximumIntervalMs, jitter }) => {
      for (const { failed, step } of lived) {
        if (!('delayMs' in step)) continue;
        const asked = failed.failure.retryAfterMs;
        const most = asked === undefined ? maximumIntervalMs * (1 + jitter) : maxRetryAfterMs;
        expect(step.delayMs).toBeGreaterThanOrEqual(0);
        expect(step.delayMs).toBeLessThanOrEqual(most);
        if (step.kind === 'retry' && asked !== undefined) {
          expect(step.delayMs).toBe(Math.min(asked, maxRetryAfterMs));
        }
      }
    }, 3);
  });

  it('begins no attempt after its total time-out', () => {
    everyLife((lived, { totalTimeoutMs }) => {
      for (const { failed, step } of lived) {
        if (totalTimeoutMs === null || !('delayMs' in step)) continue;
        const next = later(failed.now, step.delayMs).getTime();
        expect(next).toBeLessThanOrEqual(later(start, totalTimeoutMs).getTime());
      }
    }, 4);
  });

  it('ends with the first failure of a class that is not retried, and with the first bad input', () => {
    everyLife((lived, { nonRetryable }) => {
      for (const { failed, step } of lived) {
        const { class: name } = failed.failure;
        if (nonRetryable.includes(name) || name === 'bad_input') expect(isLast(step)).toBe(true);
      }
    }, 5);
  });

  it('is never given again to an agent that refused it', () => {
    everyLife((lived) => {
      for (const { failed, step } of lived) {
        const refusals = failed.history.filter(({ failureClass }) => failureClass === 'refused');
        expect(refusals.map(({ agentId }) => agentId)).not.toContain(failed.agentId);
        if (step.kind === 'reassign' && failed.failure.class === 'refused') {
          expect(step.exclude).toContain(failed.agentId);
        }
      }
    }, 6);
  });

  it('goes round all agents that can take it before one that failed has it again', () => {
    const every = { ...defaultRetryPolicy, maxAttempts: 12 };
    const failing = fc.array(
      fc.record({
        failure: fc
          .constantFrom('agent_error', 'lease_expired', 'protocol')
          .map((name) => ({ class: name, message: 'it broke' }) as const),
        random: randoms,
        pick: fc.nat(),
        tookMs: fc.nat(1_000),
      }),
      { minLength: 12, maxLength: 12 },
    );
    fc.assert(
      fc.property(failing, (sequence) => {
        const tried = live(every, sequence).map(({ failed }) => failed.agentId);
        expect(tried).toHaveLength(12);
        for (const first of [0, 4, 8]) {
          expect(tried.slice(first, first + 4).toSorted()).toEqual(agents);
        }
      }),
      { seed: 11 },
    );
  });

  it('is told in sentences that fit into the log', () => {
    everyLife((lived) => {
      for (const { failed, step } of lived) {
        const sentence = sayStep(step, 'x'.repeat(limits.messageCharacters), failed.now);
        expect([...sentence].length).toBeLessThanOrEqual(limits.messageCharacters);
        expect(sentence).toMatch(/^\p{Lu}.*\.$/su);
      }
    }, 7);
  });
});

describe('a policy', () => {
  it('is complete once it is accepted and filled up', () => {
    fc.assert(
      fc.property(policies, (policy) => {
        expect(checkRetryPolicy(policy)).toEqual([]);
        expect(completePolicy(policy, defaultRetryPolicy)).toEqual(policy);
      }),
      { seed: 8 },
    );
  });

  it('never waits longer than maximum × (1 + jitter), however many retries there were', () => {
    fc.assert(
      fc.property(policies, fc.nat(2_000), randoms, (policy, retries, random) => {
        const wait = backoffMs(policy, retries, random);
        expect(wait).toBeGreaterThanOrEqual(0);
        expect(wait).toBeLessThanOrEqual(policy.maximumIntervalMs * (1 + policy.jitter));
      }),
      { seed: 9 },
    );
  });

  it('never waits shorter than the time before, chance aside', () => {
    fc.assert(
      fc.property(policies, fc.nat(200), randoms, (policy, retries, random) => {
        const steady = { ...policy, jitter: 0 };
        const waits = [retries, retries + 1].map((n) => backoffMs(steady, n, random));
        expect(waits).toEqual(waits.toSorted((one, other) => one - other));
      }),
      { seed: 10 },
    );
  });
});
