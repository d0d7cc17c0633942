import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { type FailureClass, failureClasses } from '../job/failure.ts';
import { availabilityOf } from './availability.ts';
import {
  afterFailure,
  afterSuccess,
  type Circuit,
  closedCircuit,
  cooldownMs,
  failuresToOpen,
  maxCooldownMs,
  maxRetryAfterMs,
  mayProbe,
  restMs,
  startProbe,
  takesWork,
} from './circuit.ts';

const now = new Date('2026-03-01T12:00:00Z');
const in_ = (ms: number) => new Date(now.getTime() + ms);

function afterFailures(count: number, failureClass: FailureClass, from = closedCircuit): Circuit {
  let circuit = from;
  for (let n = 0; n < count; n += 1) circuit = afterFailure(circuit, failureClass, now);
  return circuit;
}
const opened = afterFailures(failuresToOpen, 'unavailable');

describe('a circuit', () => {
  it.each(['unavailable', 'quota', 'transient', 'lease_expired'] as const)(
    'opens for 15 s after three failures in a row of class %s',
    (failureClass) => {
      expect(afterFailures(2, failureClass).state).toBe('CLOSED');
      expect(afterFailures(3, failureClass)).toEqual({
        state: 'OPEN',
        consecutiveFailures: 3,
        openedCount: 1,
        until: in_(15_000),
      });
    },
  );

  it.each(['agent_error', 'protocol', 'bad_input', 'refused'] as const)(
    'takes %s as an answer: the agent is there',
    (failureClass) => {
      expect(afterFailure(afterFailures(2, 'transient'), failureClass, now)).toEqual(closedCircuit);
    },
  );

  it('starts to count anew after a success', () => {
    const mended = afterSuccess(afterFailures(2, 'transient'));
    expect(afterFailures(2, 'transient', mended).state).toBe('CLOSED');
  });

  it('lets one probe through when its cool-down is over, and nothing else', () => {
    expect(takesWork(opened, in_(14_999))).toBe(false);
    expect(takesWork(opened, in_(15_000))).toBe(true);
    const probing = startProbe(opened, in_(15_000), 60_000);
    expect(probing).toMatchObject({ state: 'HALF_OPEN', until: in_(75_000) });
    expect(takesWork(probing, in_(16_000))).toBe(false);
    expect(startProbe(probing, in_(16_000), 60_000)).toBe(probing);
  });

  it('does not wait for ever for a probe that nobody answers', () => {
    const probing = startProbe(opened, in_(15_000), 60_000);
    expect(mayProbe(probing, in_(75_000))).toBe(true);
  });

  it('closes when the probe succeeds', () => {
    const probing = startProbe(opened, in_(15_000), 60_000);
    expect(afterSuccess(probing)).toEqual(closedCircuit);
    expect(afterFailure(probing, 'agent_error', in_(16_000))).toEqual(closedCircuit);
  });

  it('opens for twice as long each time that the probe fails, up to five minutes', () => {
    const waits: number[] = [];
    let circuit = opened;
    for (let n = 0; n < 6; n += 1) {
      const due = circuit.until ?? now;
      waits.push(cooldownMs(circuit.openedCount));
      circuit = afterFailure(startProbe(circuit, due, 60_000), 'transient', due);
      expect(circuit.until?.getTime()).toBe(due.getTime() + cooldownMs(circuit.openedCount));
    }
    expect(waits).toEqual([15_000, 30_000, 60_000, 120_000, 240_000, 300_000]);
  });

  it('does not open longer because work that began before it opened fails too', () => {
    expect(afterFailures(7, 'unavailable', opened)).toEqual({ ...opened, consecutiveFailures: 10 });
  });

  it('stays open when work that began before it opened succeeds: the probe decides', () => {
    expect(afterSuccess(opened)).toBe(opened);
  });

  it('stays open for as long as the agent asks, at most a day', () => {
    const twice = afterFailures(2, 'quota');
    expect(afterFailure(twice, 'quota', now, 600_000).until).toEqual(in_(600_000));
    expect(afterFailure(opened, 'quota', now, 1e12).until).toEqual(in_(maxRetryAfterMs));
  });

  it('shows as COOLING_DOWN exactly while it takes no work', () => {
    const presence = {
      kind: 'HTTP',
      paused: false,
      activeJobs: 0,
      capacity: 1,
      lastSeenAt: null,
    } as const;
    const probing = startProbe(opened, in_(15_000), 60_000);
    for (const circuit of [closedCircuit, opened, probing]) {
      for (const ms of [0, 14_999, 15_000, 20_000, 75_000]) {
        const availability = availabilityOf({ ...presence, cooldownUntil: circuit.until }, in_(ms));
        expect(availability).toBe(takesWork(circuit, in_(ms)) ? 'AVAILABLE' : 'COOLING_DOWN');
      }
    }
  });

  it('keeps its invariants whatever happens', () => {
    const happening = fc.record({
      what: fc.constantFrom('failure', 'success', 'probe'),
      failureClass: fc.constantFrom(...failureClasses),
      retryAfterMs: fc.option(fc.double({ noNaN: true }), { nil: undefined, freq: 3 }),
      afterMs: fc.integer({ min: 0, max: 400_000 }),
    });
    fc.assert(
      fc.property(fc.array(happening, { maxLength: 40 }), (happenings) => {
        let circuit = closedCircuit;
        let time = now;
        for (const { what, failureClass, retryAfterMs, afterMs } of happenings) {
          time = new Date(time.getTime() + afterMs);
          const before = circuit;
          if (what === 'failure') circuit = afterFailure(before, failureClass, time, retryAfterMs);
          if (what === 'success') circuit = afterSuccess(before);
          if (what === 'probe') circuit = startProbe(before, time, 60_000);
          const { state, until, openedCount, consecutiveFailures } = circuit;
          expect(until === null).toBe(state === 'CLOSED');
          expect(openedCount === 0).toBe(state === 'CLOSED');
          if (state === 'CLOSED') expect(consecutiveFailures).toBeLessThan(failuresToOpen);
          // Only a probe that was due leads to half-open, and one at a time.
          if (state === 'HALF_OPEN' && circuit !== before)
            expect(mayProbe(before, time)).toBe(true);
          const longest = Math.max(maxCooldownMs, maxRetryAfterMs);
          expect((until?.getTime() ?? 0) - time.getTime()).toBeLessThanOrEqual(longest);
        }
      }),
      { seed: 1, numRuns: 500 },
    );
  });
});

describe('restMs', () => {
  it('leaves an agent alone that is out of reach or of quota: 15 s, or as long as it asks', () => {
    expect(restMs('unavailable')).toBe(15_000);
    expect(restMs('quota', 90_000)).toBe(90_000);
  });

  it('is at least a second, so that nothing is tried in a tight circle, and at most a day', () => {
    expect(restMs('quota', 0)).toBe(1_000);
    expect(restMs('quota', 1e12)).toBe(maxRetryAfterMs);
  });

  it('is nothing for failures that say nothing of the next call', () => {
    expect(restMs('transient', 5_000)).toBeNull();
    expect(restMs('agent_error')).toBeNull();
  });
});
