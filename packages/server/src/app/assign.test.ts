import { describe, expect, test } from 'vitest';
import { whyNot } from './assign.ts';
import type { StoredAgent } from './ports/store.ts';

const newcomer: StoredAgent = {
  id: 'a1',
  name: 'newcomer',
  description: '',
  skills: [],
  tags: [],
  jobTags: { demands: [], refuses: [] },
  kind: 'PULL',
  endpoint: null,
  secret: null,
  instructions: null,
  model: null,
  capacity: 1,
  activeJobs: 0,
  paused: false,
  availability: 'UNREACHABLE',
  completedJobs: 0,
  failedJobs: 0,
  costPerJob: null,
  meanDurationMs: null,
  cooldownUntil: null,
  lastSeenAt: null,
  inputSchema: null,
  updatedAt: new Date(0),
};

describe('an agent that comes for its work and never came yet', () => {
  test('may be given work before it is started', () => {
    expect(whyNot(newcomer, () => [], null)).toBeNull();
  });

  test('has no more places than any other: nobody tries until the commit gives up', () => {
    const full = { ...newcomer, activeJobs: 1 };
    expect(whyNot(full, () => [], null)?.code).toBe('AGENT_AT_CAPACITY');
  });

  test('is unavailable once it came and fell silent', () => {
    const silent = { ...newcomer, lastSeenAt: new Date(0) };
    expect(whyNot(silent, () => [], null)?.code).toBe('AGENT_UNAVAILABLE');
  });
});
