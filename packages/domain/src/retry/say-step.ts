import { limits } from '../validation/limits.ts';
import { countCharacters, truncate } from '../validation/measure.ts';
import type { AttemptCount, NextStep } from './next-step.ts';

/**
 * The step as the log tells it: "Attempt 2 of 4 failed: A passing fault stopped the attempt: …; next at about 10:42:07 UTC".
 * `why` is the failure in words, `now` the time that delays are added to.
 */
export function sayStep(step: NextStep, why: string, now: Date): string {
  const head = `${sayAttempt(step.attempt)}: `;
  const tail = sayNext(step, now);
  const room = limits.messageCharacters - countCharacters(head) - countCharacters(tail);
  return `${head}${truncate(why.replace(/\.+$/u, ''), room)}${tail}`;
}

function sayAttempt({ used, of, counted }: AttemptCount): string {
  if (counted) return `Attempt ${used} of ${of} failed`;
  return `An attempt came to nothing and does not count (${used} of ${of} used)`;
}

function sayNext(step: NextStep, now: Date): string {
  switch (step.kind) {
    case 'retry':
      return `; next at about ${sayTimeAfter(now, step.delayMs)}.`;
    case 'reassign':
      return step.delayMs === 0
        ? '; another agent is next.'
        : `; next at about ${sayTimeAfter(now, step.delayMs)}, also with an agent that failed before.`;
    case 'resubmit':
      return '.';
    case 'reject':
    case 'fail':
      return `; ${step.reason}.`;
  }
}

/** In UTC, since readers in many zones share the log; with its date unless it is today's. */
function sayTimeAfter(now: Date, delayMs: number): string {
  const [date, time = ''] = new Date(now.getTime() + delayMs).toISOString().split('T');
  const clock = `${time.slice(0, 8)} UTC`;
  return now.toISOString().startsWith(`${date}T`) ? clock : `${date} ${clock}`;
}
