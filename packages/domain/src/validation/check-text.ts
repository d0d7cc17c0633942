import type { Issue } from '../job/errors.ts';
import { countCharacters, isLongerThan, sayNumber } from './measure.ts';

export interface TextRule {
  readonly maxCharacters: number;
  /** Whether blank text is refused. */
  readonly required: boolean;
}

/** What is wrong with a text field: blank, too long, or holding what PostgreSQL cannot store. */
export function checkText(path: string, text: string, rule: TextRule): readonly Issue[] {
  const issues: Issue[] = [];
  if (rule.required && text.trim() === '') {
    issues.push({
      path,
      message: `${path} is blank: give 1 to ${sayNumber(rule.maxCharacters)} characters.`,
    });
  }
  if (isLongerThan(text, rule.maxCharacters)) {
    const has = sayNumber(countCharacters(text));
    const limit = sayNumber(rule.maxCharacters);
    issues.push({
      path,
      message: `${path} has ${has} characters; the limit is ${limit}: shorten it.`,
    });
  }
  const flaw = storageFlaw(text);
  if (flaw !== null) issues.push({ path, message: `${path} ${flaw}` });
  return issues;
}

/** The same for a field that may be left out. */
export function checkOptionalText(
  path: string,
  text: string | null | undefined,
  maxCharacters: number,
): readonly Issue[] {
  return typeof text === 'string' ? checkText(path, text, { maxCharacters, required: false }) : [];
}

/**
 * Why PostgreSQL would refuse `text`, as the end of a sentence, or null.
 * Its `text` and `jsonb` hold neither U+0000 nor half of a surrogate pair
 * (PostgreSQL manual, 8.14 "JSON Types").
 */
export function storageFlaw(text: string): string | null {
  if (text.includes('\u0000'))
    return 'contains a NUL character (\\u0000), which cannot be stored: remove it.';
  if (!text.isWellFormed())
    return 'contains half of a surrogate pair, which is no character: remove it.';
  return null;
}

export function checkInteger(
  path: string,
  value: number,
  min: number,
  max: number,
): readonly Issue[] {
  if (Number.isInteger(value) && value >= min && value <= max) return [];
  const range = `${sayNumber(min)} to ${sayNumber(max)}`;
  return [{ path, message: `${path} is ${value}: give a whole number from ${range}.` }];
}

/** Stripe's limit on the key of a request that may be repeated. */
export function checkIdempotencyKey(key: string | null | undefined, max: number): readonly Issue[] {
  if (key === null || key === undefined) return [];
  return checkText('idempotencyKey', key, { maxCharacters: max, required: true });
}
