import type { Issue } from '../job/errors.ts';
import { storageFlaw } from './check-text.ts';
import { limits } from './limits.ts';
import { jsonBytes, sayNumber, saySize } from './measure.ts';

/**
 * What is wrong with a JSON field: too large, too deep, or holding what PostgreSQL cannot store.
 * At most one issue for its content (the first flaw met) and one for its size.
 */
export function checkJson(path: string, value: unknown, maxBytes: number): readonly Issue[] {
  if (value === undefined || value === null) return [];
  // Depth comes first: serialising a value of unbounded depth would overflow the stack.
  if (isDeeperThan(value, limits.jsonDepth)) {
    const message = `${path} is nested more than ${limits.jsonDepth} levels deep: flatten it.`;
    return [{ path, message }];
  }
  const issues: Issue[] = [];
  const flaw = contentFlaw(value, '');
  if (flaw !== null) issues.push({ path, message: `${path}${flaw}` });
  const bytes = jsonBytes(value);
  if (bytes > maxBytes) issues.push({ path, message: tooLarge(path, bytes, maxBytes) });
  return issues;
}

/** Whether arrays and objects stand inside each other more than `levels` deep; a cycle counts as endless depth. */
export function isDeeperThan(value: unknown, levels: number): boolean {
  if (typeof value !== 'object' || value === null) return false;
  if (levels === 0) return true;
  return Object.values(value).some((child) => isDeeperThan(child, levels - 1));
}

function tooLarge(path: string, bytes: number, maxBytes: number): string {
  return `${path} takes ${sayNumber(bytes)} bytes of JSON; the limit is ${saySize(maxBytes)}: send less, or a link to it.`;
}

/** The first thing inside `value` that JSON or PostgreSQL cannot hold: its JSON Pointer and the rest of a sentence. */
function contentFlaw(value: unknown, pointer: string): string | null {
  if (typeof value === 'string') return located(pointer, storageFlaw(value));
  if (typeof value === 'number' && !Number.isFinite(value)) {
    return located(pointer, 'is not a finite number, which JSON cannot hold: correct it.');
  }
  if (typeof value !== 'object' || value === null) return null;
  for (const [key, child] of Object.entries(value)) {
    const keyFlaw = located(pointer, storageFlaw(key));
    if (keyFlaw !== null) return keyFlaw;
    const flaw = contentFlaw(child, `${pointer}/${escapePointer(key)}`);
    if (flaw !== null) return flaw;
  }
  return null;
}

function located(pointer: string, flaw: string | null): string | null {
  if (flaw === null) return null;
  return pointer === '' ? ` ${flaw}` : ` at ${pointer} ${flaw}`;
}

/** RFC 6901, section 3. */
function escapePointer(key: string): string {
  return key.replaceAll('~', '~0').replaceAll('/', '~1');
}
