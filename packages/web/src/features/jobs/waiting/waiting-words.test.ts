import { describe, expect, it } from 'vitest';
import { clockTime, timeAhead } from '../../../ui/relative-time.ts';
import {
  inReadersZone,
  sayEstimate,
  sayWaiting,
  sayWaitingBriefly,
  type WaitingFacts,
} from './waiting-words.ts';

const nowMs = Date.UTC(2026, 10, 20, 10, 42);
const next = new Date(nowMs + 12_000).toISOString();
const moment = { nextAttemptAt: null, nowMs };
const facts = (reason: WaitingFacts['reason'], more: Partial<WaitingFacts> = {}): WaitingFacts => ({
  reason,
  message: '',
  position: null,
  estimatedWaitMs: null,
  ...more,
});

describe('why a job waits, in a column', () => {
  it.each([
    [facts('NOT_QUEUED', { message: 'not queued: assign it' }), 'not queued'],
    [facts('AT_CAPACITY', { position: 4, estimatedWaitMs: 300_000 }), 'position 4 · about 5 min'],
    [facts('AT_CAPACITY', { position: 2 }), 'position 2'],
    [
      facts('NO_AGENT', { message: 'no agent has skill pdf; nearest: bot' }),
      'no agent has skill pdf',
    ],
    [
      facts('NO_AGENT', {
        message: 'no agent has all that it takes; nearest: bot (inputs do not fit)',
      }),
      'no agent has all that it takes',
    ],
    [facts('AGENTS_DOWN', { position: 1, estimatedWaitMs: 720_000 }), 'agents down · about 12 min'],
    [facts('NO_CHOICE'), 'no agent chosen'],
    [facts('SOON', { position: 1, estimatedWaitMs: 0 }), 'next'],
  ])('%o', (waiting, said) => {
    expect(sayWaitingBriefly(waiting, moment)).toBe(said);
  });

  it('names the time of a retry in the reader’s zone', () => {
    const waiting = facts('RETRY_AT', { message: 'retry at 10:42 UTC' });
    expect(sayWaitingBriefly(waiting, { nextAttemptAt: next, nowMs })).toBe(
      `retry at ${timeAhead(nowMs + 12_000, nowMs)}`,
    );
  });
});

describe('why a job waits, as a sentence', () => {
  it('is the server’s', () => {
    const waiting = facts('AT_CAPACITY', { message: '3 eligible, all at capacity; position 4' });
    expect(sayWaiting(waiting, moment)).toBe('3 eligible, all at capacity; position 4.');
  });

  it('keeps an agent’s name as it is, and says times in the reader’s zone', () => {
    const message = 'rates-service could take it, but is cooling down until 10:48 UTC';
    expect(sayWaiting(facts('AGENTS_DOWN', { message }), moment)).toBe(
      `rates-service could take it, but is cooling down until ${clockTime(nowMs + 360_000)}.`,
    );
    expect(inReadersZone('until 00:10 UTC', nowMs)).toBe(
      `until ${clockTime(Date.UTC(2026, 10, 21, 0, 10))}`,
    );
  });

  it('counts down to a retry', () => {
    const waiting = facts('RETRY_AT', { estimatedWaitMs: 12_000 });
    expect(sayWaiting(waiting, { nextAttemptAt: next, nowMs })).toMatch(/, in 12 s\.$/);
    expect(sayWaiting(waiting, { nextAttemptAt: next, nowMs: nowMs + 20_000 })).toBe(
      'It is tried again any moment.',
    );
    expect(sayEstimate(waiting)).toBeNull();
  });
});
