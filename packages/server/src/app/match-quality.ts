import { ok } from '@muster/domain/job/errors.ts';
import type { Commands } from '@muster/schema/context.ts';
import type { MatchRecords } from './ports/match-records.ts';
import { invalid } from './refusals.ts';

const dayMs = 86_400_000;
const usualDays = 7;
const maxDays = 366;

/** How the decisions of a time turned out. */
export function createMatchQuality({
  records,
}: {
  readonly records: Pick<MatchRecords, 'quality'>;
}): Commands['matchQuality'] {
  return async ({ by, now, ...given }) => {
    const to = given.to ?? now;
    const from = given.from ?? new Date(to.getTime() - usualDays * dayMs);
    const length = to.getTime() - from.getTime();
    if (length <= 0) {
      return invalid([{ path: 'from', message: 'from is not before to: give an earlier one.' }]);
    }
    if (length > maxDays * dayMs) {
      const message = `from is more than ${maxDays} days before to: ask for a shorter time.`;
      return invalid([{ path: 'from', message }]);
    }
    return ok({ from, to, ...(await records.quality({ from, to, by })) });
  };
}
