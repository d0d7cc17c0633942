import type { Json } from '../../../graphql/tada.ts';

/** What to send: `undefined` when the form holds what the job has already, null when its inputs were taken out. */
export function changedInputs(present: Json, wanted: Json | undefined): Json | undefined {
  const next = wanted ?? null;
  return isSame(present, next) ? undefined : next;
}

/** Equal as JSON: the order of an object's keys does not count. */
function isSame(left: Json, right: Json): boolean {
  if (left === right) return true;
  if (typeof left !== 'object' || typeof right !== 'object' || left === null || right === null) {
    return false;
  }
  if (Array.isArray(left) !== Array.isArray(right)) return false;
  const others = new Map(Object.entries(right));
  const entries = Object.entries(left);
  return (
    entries.length === others.size &&
    entries.every(([key, value]) => {
      const other = others.get(key);
      return other !== undefined && isSame(value, other);
    })
  );
}
