import type { Issue } from '../job/errors.ts';
import type { TagRule } from '../matching/match-agent.ts';
import { checkText } from './check-text.ts';
import { limits } from './limits.ts';
import { sayNumber } from './measure.ts';

/** A list of names, such as skills or tags: at most so many, none of them blank or too long. */
export function checkNames(
  path: string,
  names: readonly string[],
  most: number,
  maxCharacters: number,
): readonly Issue[] {
  const rule = { maxCharacters, required: true };
  const issues = names
    .slice(0, most)
    .flatMap((name, index) => checkText(`${path}.${index}`, name, rule));
  if (names.length <= most) return issues;
  const message = `${path} has ${sayNumber(names.length)} entries; the limit is ${most}: name fewer.`;
  return [{ path, message }, ...issues];
}

export const checkTags = (path: string, tags: readonly string[]): readonly Issue[] =>
  checkNames(path, tags, limits.tags, limits.tagCharacters);

export const checkTagRule = (path: string, { demands, refuses }: TagRule): readonly Issue[] => [
  ...checkTags(`${path}.demands`, demands),
  ...checkTags(`${path}.refuses`, refuses),
];
