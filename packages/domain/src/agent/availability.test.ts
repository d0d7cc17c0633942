import { describe, expect, it } from 'vitest';
import { type AgentPresence, availabilityOf } from './availability.ts';

const now = new Date('2026-03-01T12:00:00Z');
const ago = (ms: number) => new Date(now.getTime() - ms);

const idle: AgentPresence = {
  kind: 'PULL',
  paused: false,
  activeJobs: 0,
  capacity: 2,
  cooldownUntil: null,
  lastSeenAt: null,
};
const full = { activeJobs: 2 };
const cooling = { cooldownUntil: ago(-1) };
const silent = { lastSeenAt: ago(60_001) };

describe('availabilityOf', () => {
  it.each([
    ['AVAILABLE', {}],
    ['AT_CAPACITY', full],
    ['COOLING_DOWN', { ...full, ...cooling }],
    ['UNREACHABLE', { ...full, ...cooling, ...silent }],
    ['PAUSED', { ...full, ...cooling, ...silent, paused: true }],
  ] as const)('says %s for %o, the weightiest reason', (expected, changes) => {
    expect(availabilityOf({ ...idle, ...changes }, now)).toBe(expected);
  });

  it('counts a PULL agent as gone only after 60 s of silence', () => {
    expect(availabilityOf({ ...idle, lastSeenAt: ago(60_000) }, now)).toBe('AVAILABLE');
    expect(availabilityOf({ ...idle, lastSeenAt: ago(60_001) }, now)).toBe('UNREACHABLE');
  });

  it('counts a PULL agent that never polled as reachable', () => {
    expect(availabilityOf(idle, now)).toBe('AVAILABLE');
  });

  it('does not expect agents to poll that are called', () => {
    expect(availabilityOf({ ...idle, ...silent, kind: 'HTTP' }, now)).toBe('AVAILABLE');
  });

  it('ends a cooldown at its time', () => {
    expect(availabilityOf({ ...idle, cooldownUntil: now }, now)).toBe('AVAILABLE');
  });
});
