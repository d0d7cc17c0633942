/**
 * Which jobs are ticked, as a value. By their ids, so that live changes and further pages leave it as it is; or, with
 * `allMatching`, every job that the list's filter matches, also those that were never loaded.
 */
export interface Selection {
  readonly ids: ReadonlySet<string>;
  readonly allMatching: boolean;
  /** Where a range begins: the job that was ticked or unticked last. */
  readonly anchor: string | null;
  /** Ticking is what a tap does, on a phone. It lasts until the selection is cleared. */
  readonly selecting: boolean;
}

/** `shown` are the ids of the loaded rows, in their order. */
export type SelectionEvent =
  | { type: 'toggled'; id: string; shown: readonly string[] }
  /** Everything from the anchor to this job, both included. */
  | { type: 'extended'; id: string; shown: readonly string[] }
  | { type: 'all-shown'; shown: readonly string[] }
  | { type: 'all-matching' }
  | { type: 'begun' }
  | { type: 'cleared' };

export const nothingSelected: Selection = {
  ids: new Set(),
  allMatching: false,
  anchor: null,
  selecting: false,
};

export function advanceSelection(before: Selection, event: SelectionEvent): Selection {
  switch (event.type) {
    case 'toggled': {
      const ids = new Set(tickedOf(before, event.shown));
      if (!ids.delete(event.id)) ids.add(event.id);
      return { ...before, ids, allMatching: false, anchor: event.id };
    }
    case 'extended': {
      if (before.allMatching) return before;
      const to = event.shown.indexOf(event.id);
      const anchor = before.anchor === null ? -1 : event.shown.indexOf(before.anchor);
      const from = anchor === -1 ? to : anchor;
      const range = event.shown.slice(Math.min(from, to), Math.max(from, to) + 1);
      return {
        ...before,
        ids: new Set([...before.ids, ...range]),
        // The anchor stays: the next range begins there too.
        anchor: anchor === -1 ? event.id : before.anchor,
      };
    }
    case 'all-shown':
      return { ...before, ids: new Set(event.shown), allMatching: false, anchor: null };
    case 'all-matching':
      return { ...before, ids: new Set(), allMatching: true, anchor: null };
    case 'begun':
      return { ...before, selecting: true };
    case 'cleared':
      return nothingSelected;
  }
}

export function isSelected({ ids, allMatching }: Selection, id: string): boolean {
  return allMatching || ids.has(id);
}

/** How many are ticked, of so many that match the filter. */
export function countSelected({ ids, allMatching }: Selection, matching: number): number {
  return allMatching ? matching : ids.size;
}

/** What the box in the table's head shows. */
export function tickOfAll(selection: Selection, shown: readonly string[]): 'none' | 'some' | 'all' {
  if (selection.allMatching) return 'all';
  if (selection.ids.size === 0) return 'none';
  return shown.length > 0 && shown.every((id) => selection.ids.has(id)) ? 'all' : 'some';
}

/** Once one job is taken out of "all that match", what is left is what can be named: the loaded ones. */
function tickedOf({ ids, allMatching }: Selection, shown: readonly string[]): Iterable<string> {
  return allMatching ? shown : ids;
}
