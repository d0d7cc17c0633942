/**
 * What the live feed knows about its connection, as a value. The feed acts on it; nothing here
 * touches a socket or a clock.
 */
export interface LiveState {
  /**
   * `connecting`: no connection yet, and none was lost.
   * `live`: subscribed; what is shown is what is.
   * `offline`: the connection was lost or never came; another try follows.
   */
  phase: 'connecting' | 'live' | 'offline';
  /** The last change that reached the cache; a new subscription resumes after it. */
  cursor: string | null;
  /** Tries since the last time it was live. */
  attempt: number;
  /** When the server was last heard, in milliseconds since the epoch. */
  heardAt: number | null;
  /** True when changes may have been missed, so that what is shown has to be read again. */
  mustRefresh: boolean;
}

export type LiveEvent =
  | { type: 'positioned'; cursor: string | null }
  | { type: 'connected'; now: number }
  | { type: 'heard'; now: number }
  | { type: 'changed'; cursor: string; now: number }
  | { type: 'closed' }
  | { type: 'cursor-refused' }
  | { type: 'refreshed' };

export const initialLiveState: LiveState = {
  phase: 'connecting',
  cursor: null,
  attempt: 0,
  heardAt: null,
  mustRefresh: false,
};

export function advanceLive(state: LiveState, event: LiveEvent): LiveState {
  switch (event.type) {
    case 'positioned':
      return { ...state, cursor: state.cursor ?? event.cursor };
    case 'connected':
      return {
        ...state,
        phase: 'live',
        attempt: 0,
        heardAt: event.now,
        // Without a cursor the subscription starts at "now": what happened before it is unknown.
        mustRefresh: state.mustRefresh || state.cursor === null,
      };
    case 'heard':
      return state.phase === 'live' ? { ...state, heardAt: event.now } : state;
    case 'changed':
      return { ...state, cursor: event.cursor, heardAt: event.now };
    case 'closed':
      return {
        ...state,
        phase: 'offline',
        attempt: state.attempt + 1,
        // Without a position nothing was read yet, or what was read failed too.
        mustRefresh: state.mustRefresh || state.cursor === null,
      };
    case 'cursor-refused':
      return { ...state, cursor: null, attempt: state.attempt + 1, mustRefresh: true };
    case 'refreshed':
      return { ...state, mustRefresh: false };
  }
}

/** Full-jitter exponential backoff, 0.5 s to 15 s; the first retry is at once. */
export function reconnectDelayMs(attempt: number, random: number): number {
  if (attempt <= 1) return 0;
  const ceiling = Math.min(15_000, 500 * 2 ** (attempt - 2));
  return Math.round(ceiling / 2 + (random * ceiling) / 2);
}
