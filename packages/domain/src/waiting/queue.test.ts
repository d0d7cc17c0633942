import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { type Competitor, compareQueued, estimateWaitMs, positionIn } from './queue.ts';

const job = (id: string, priority: number, minute: number, agentIds = ['a']): Competitor => ({
  id,
  priority,
  createdAt: new Date(Date.UTC(2026, 2, 1, 10, minute)),
  agentIds,
});

describe('compareQueued', () => {
  it('serves the higher priority first, then the older job, then the lower id', () => {
    const queue = [job('d', 50, 1), job('c', 50, 1), job('b', 50, 0), job('a', 90, 9)];
    expect(queue.toSorted(compareQueued).map(({ id }) => id)).toEqual(['a', 'b', 'c', 'd']);
  });

  it('puts two different jobs in one order, whichever way they are compared', () => {
    const jobs = fc.record({ id: fc.string(), priority: fc.nat(2), minute: fc.nat(2) });
    fc.assert(
      fc.property(jobs, jobs, (one, other) => {
        const order = (x: typeof one, y: typeof one) =>
          Math.sign(
            compareQueued(job(x.id, x.priority, x.minute), job(y.id, y.priority, y.minute)),
          );
        expect(order(one, other) + order(other, one)).toBe(0);
      }),
      { seed: 1 },
    );
  });
});

describe('positionIn', () => {
  const mine = job('m', 50, 5);

  it('counts the jobs ahead that could go to the same agents, and the job itself', () => {
    const queue = [
      mine,
      job('older', 50, 4),
      job('younger', 50, 6),
      job('urgent', 51, 9, ['b', 'a']),
      job('elsewhere', 99, 0, ['b']),
    ];
    expect(positionIn(queue, mine, new Set(['a']))).toBe(3);
  });

  it('is 1 when nobody is ahead', () => {
    expect(positionIn([], mine, new Set(['a']))).toBe(1);
  });
});

describe('estimateWaitMs', () => {
  const full = { capacity: 2, activeJobs: 2, meanDurationMs: 60_000 };

  it('divides the places that must come free by the rate at which they do', () => {
    expect(estimateWaitMs(1, [full])).toBe(30_000);
    expect(estimateWaitMs(4, [full])).toBe(120_000);
    expect(estimateWaitMs(4, [full, full])).toBe(60_000);
  });

  it('subtracts the places that are free', () => {
    expect(estimateWaitMs(3, [{ ...full, activeJobs: 0 }])).toBe(30_000);
    expect(estimateWaitMs(2, [{ ...full, activeJobs: 0 }])).toBe(0);
  });

  it('takes an agent without history to be as fast as the others', () => {
    expect(estimateWaitMs(4, [full, { ...full, meanDurationMs: null }])).toBe(60_000);
  });

  it('is null when no agent has completed anything', () => {
    expect(estimateWaitMs(4, [{ ...full, meanDurationMs: null }])).toBeNull();
  });

  it('is finite, never negative, and grows with the position', () => {
    const agent = fc
      .record({
        capacity: fc.integer({ min: 1, max: 100 }),
        load: fc.double({ min: 0, max: 1, noNaN: true }),
        meanDurationMs: fc.option(fc.nat(86_400_000)),
      })
      .map(({ load, ...rest }) => ({ ...rest, activeJobs: Math.floor(load * rest.capacity) }));
    fc.assert(
      fc.property(fc.array(agent), fc.integer({ min: 1, max: 1_000 }), (agents, position) => {
        const wait = estimateWaitMs(position, agents);
        const next = estimateWaitMs(position + 1, agents);
        if (wait === null || next === null) {
          expect(agents.every(({ meanDurationMs }) => meanDurationMs === null)).toBe(true);
          return;
        }
        expect(wait).toBeGreaterThanOrEqual(0);
        expect(next).toBeGreaterThanOrEqual(wait);
        expect(Number.isFinite(next)).toBe(true);
      }),
      { seed: 2 },
    );
  });
});
