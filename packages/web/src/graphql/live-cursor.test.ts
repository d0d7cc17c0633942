import { describe, expect, it } from 'vitest';
import {
  advanceLive,
  initialLiveState,
  type LiveEvent,
  type LiveState,
  reconnectDelayMs,
} from './live-cursor.ts';

const after = (...events: readonly LiveEvent[]): LiveState =>
  events.reduce(advanceLive, initialLiveState);

const now = 1_000;

describe('the live feed', () => {
  it('starts from the position that was read, so that nothing has to be read again', () => {
    expect(after({ type: 'positioned', cursor: '10' }, { type: 'connected', now })).toEqual({
      phase: 'live',
      cursor: '10',
      attempt: 0,
      heardAt: now,
      mustRefresh: false,
    });
  });

  it('has everything read again when it could only start from now', () => {
    const state = after({ type: 'positioned', cursor: null }, { type: 'connected', now });
    expect(state.mustRefresh).toBe(true);
    expect(advanceLive(state, { type: 'refreshed' }).mustRefresh).toBe(false);
  });

  it('resumes after the last change that reached the cache', () => {
    const state = after(
      { type: 'positioned', cursor: '10' },
      { type: 'connected', now },
      { type: 'changed', cursor: '11', now: 2_000 },
      { type: 'closed' },
    );
    expect(state).toMatchObject({ phase: 'offline', cursor: '11', heardAt: 2_000 });
    expect(advanceLive(state, { type: 'connected', now: 9_000 })).toMatchObject({
      phase: 'live',
      cursor: '11',
      mustRefresh: false,
    });
  });

  it('keeps its cursor over a position that is read late', () => {
    expect(
      after({ type: 'changed', cursor: '11', now }, { type: 'positioned', cursor: '9' }).cursor,
    ).toBe('11');
  });

  it('starts anew and reads all again when the server refuses the cursor', () => {
    const state = after(
      { type: 'positioned', cursor: '10' },
      { type: 'connected', now },
      { type: 'cursor-refused' },
    );
    expect(state).toMatchObject({ cursor: null, mustRefresh: true });
  });

  it('knows since when it is offline, whatever fails meanwhile', () => {
    const state = after(
      { type: 'connected', now },
      { type: 'heard', now: 5_000 },
      { type: 'closed' },
      { type: 'heard', now: 6_000 },
      { type: 'closed' },
    );
    expect(state).toMatchObject({ phase: 'offline', heardAt: 5_000, attempt: 2 });
  });
});

describe('a reconnect', () => {
  it('is tried at once, then ever more rarely, up to every 15 s', () => {
    expect(reconnectDelayMs(1, 0.5)).toBe(0);
    expect(reconnectDelayMs(2, 0)).toBe(250);
    expect(reconnectDelayMs(2, 1)).toBe(500);
    expect(reconnectDelayMs(30, 1)).toBe(15_000);
  });
});
