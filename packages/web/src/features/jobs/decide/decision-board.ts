import type { JobStatus } from '../../../ui/job-status.ts';

interface Named {
  readonly id: string;
  readonly name: string;
}

/**
 * What has become of a row since it was listed; none while it waits for a decision.
 * - `giving`: asked for here, and shown as done: the server will mostly agree. `taking-back` likewise.
 * - `given`: an agent has it, by a decision made here (`here`) or elsewhere.
 * - `returned`: taken back: pending, and to be decided again, though the server no longer lists it.
 * - `refused`: the server had a reason not to; it waits for another decision.
 * - `gone`: it waits for no decision any more.
 */
export type Fate =
  | { readonly kind: 'giving'; readonly agent: Named }
  | { readonly kind: 'given'; readonly agent: Named; readonly here: boolean }
  | { readonly kind: 'taking-back'; readonly agent: Named }
  | { readonly kind: 'returned' }
  | { readonly kind: 'refused'; readonly agent: Named; readonly error: unknown }
  | { readonly kind: 'gone'; readonly status: JobStatus | null };

/** The rows of the page. One that is decided keeps its place, so that nothing moves under the next key press. */
export interface Board {
  readonly order: readonly string[];
  readonly fates: ReadonlyMap<string, Fate>;
}

export const emptyBoard: Board = { order: [], fates: new Map() };

export type BoardEvent =
  | { readonly type: 'listed'; readonly ids: readonly string[] }
  | { readonly type: 'asked'; readonly id: string; readonly agent: Named }
  | { readonly type: 'done'; readonly id: string }
  | { readonly type: 'failed'; readonly id: string; readonly error: unknown }
  | { readonly type: 'asked-back'; readonly id: string }
  | {
      readonly type: 'changed';
      readonly id: string;
      readonly status: JobStatus;
      readonly agent: Named | null;
    }
  | { readonly type: 'tidied' };

export function advanceBoard(board: Board, event: BoardEvent): Board {
  switch (event.type) {
    case 'listed':
      return list(board, event.ids);
    case 'asked':
      return settle(board, event.id, { kind: 'giving', agent: event.agent });
    case 'done':
      return settle(board, event.id, afterDone(board.fates.get(event.id)));
    case 'failed':
      return settle(board, event.id, afterFailed(board.fates.get(event.id), event.error));
    case 'asked-back': {
      const fate = board.fates.get(event.id);
      return fate?.kind === 'given'
        ? settle(board, event.id, { kind: 'taking-back', agent: fate.agent })
        : board;
    }
    case 'changed':
      return change(board, event);
    case 'tidied': {
      const order = board.order.filter((id) => isOpen(board.fates.get(id)));
      const fates = new Map([...board.fates].filter(([id]) => order.includes(id)));
      return { order, fates };
    }
  }
}

/** Whether a row can be decided about. */
export function isOpen(fate: Fate | undefined): boolean {
  return fate === undefined || fate.kind === 'returned' || fate.kind === 'refused';
}

/** Rows keep their places; newcomers follow; what is no longer listed, and was not decided here, is gone. */
function list(board: Board, ids: readonly string[]): Board {
  const listed = new Set(ids);
  const known = new Set(board.order);
  const fates = new Map(board.fates);
  for (const id of board.order) {
    const fate = fates.get(id);
    if (!listed.has(id) && fate === undefined) fates.set(id, { kind: 'gone', status: null });
    if (listed.has(id) && fate?.kind === 'gone') fates.delete(id);
  }
  return { order: [...board.order, ...ids.filter((id) => !known.has(id))], fates };
}

function afterDone(fate: Fate | undefined): Fate | undefined {
  switch (fate?.kind) {
    case 'giving':
      return { kind: 'given', agent: fate.agent, here: true };
    case 'taking-back':
      return { kind: 'returned' };
    default:
      return fate;
  }
}

function afterFailed(fate: Fate | undefined, error: unknown): Fate | undefined {
  switch (fate?.kind) {
    case 'giving':
    case 'taking-back':
      return { kind: 'refused', agent: fate.agent, error };
    default:
      return fate;
  }
}

/** What the live feed says. It may come before the answer to one's own request, which then has the last word. */
function change(board: Board, { id, status, agent }: BoardEvent & { type: 'changed' }): Board {
  const fate = board.fates.get(id);
  if (!board.order.includes(id) || fate?.kind === 'giving' || fate?.kind === 'taking-back') {
    return board;
  }
  if (status === 'PENDING') {
    return fate?.kind === 'given' || fate?.kind === 'gone'
      ? settle(board, id, { kind: 'returned' })
      : board;
  }
  if ((status === 'ASSIGNED' || status === 'IN_PROGRESS') && agent !== null) {
    const here = fate?.kind === 'given' && fate.here && fate.agent.id === agent.id;
    return settle(board, id, { kind: 'given', agent, here });
  }
  return settle(board, id, { kind: 'gone', status });
}

function settle(board: Board, id: string, fate: Fate | undefined): Board {
  const fates = new Map(board.fates);
  if (fate === undefined) fates.delete(id);
  else fates.set(id, fate);
  return { ...board, fates };
}

/** The row that is next to be decided about: the first open one below, else the first of all; null when none is left. */
export function nextOpen(board: Board, after: string | null): string | null {
  const at = after === null ? -1 : board.order.indexOf(after);
  const rest = [...board.order.slice(at + 1), ...board.order.slice(0, at + 1)];
  return rest.find((id) => isOpen(board.fates.get(id))) ?? null;
}
