const secondMs = 1000;
const minuteMs = 60 * secondMs;
const hourMs = 60 * minuteMs;
const dayMs = 24 * hourMs;

const units = [
  { unit: 'day', short: 'd', ms: dayMs },
  { unit: 'hour', short: 'h', ms: hourMs },
  { unit: 'minute', short: 'm', ms: minuteMs },
  { unit: 'second', short: 's', ms: secondMs },
] as const;

/** `now`, `12s`, `3m`, `2h`, `5d`; the future as `in 3m`. For columns. */
export function shortAge(thenMs: number, nowMs: number): string {
  const distanceMs = Math.abs(nowMs - thenMs);
  for (const { short, ms } of units) {
    if (distanceMs < ms) continue;
    const text = `${Math.floor(distanceMs / ms)}${short}`;
    return thenMs > nowMs ? `in ${text}` : text;
  }
  return 'now';
}

const words = new Intl.RelativeTimeFormat('en', { numeric: 'auto' });

/** `just now`, `12 seconds ago`, `yesterday`, `in 3 minutes`. For sentences. */
export function relativeTime(thenMs: number, nowMs: number): string {
  const distanceMs = Math.abs(nowMs - thenMs);
  for (const { unit, ms } of units) {
    if (distanceMs < ms) continue;
    const count = Math.floor(distanceMs / ms);
    return words.format(thenMs > nowMs ? count : -count, unit);
  }
  return 'just now';
}

/** A span of time: `340 ms`, `4.2 s`, `3 min 5 s`, `2 h 10 min`, `3 d 4 h`. */
export function duration(ms: number): string {
  if (ms < secondMs) return `${Math.max(0, Math.round(ms))} ms`;
  if (ms < 10 * secondMs) return `${(Math.floor(ms / 100) / 10).toFixed(1)} s`;
  if (ms < minuteMs) return `${Math.floor(ms / secondMs)} s`;
  if (ms < hourMs) return pair(ms, minuteMs, 'min', secondMs, 's');
  if (ms < dayMs) return pair(ms, hourMs, 'h', minuteMs, 'min');
  return pair(ms, dayMs, 'd', hourMs, 'h');
}

/** A span of time that is still growing, in whole seconds: `0 s`, `42 s`, `3 min 5 s`. */
export function elapsed(ms: number): string {
  if (ms >= minuteMs) return duration(ms);
  return `${Math.max(0, Math.floor(ms / secondMs))} s`;
}

function pair(ms: number, largeMs: number, large: string, smallMs: number, small: string): string {
  const rest = Math.floor((ms % largeMs) / smallMs);
  const head = `${Math.floor(ms / largeMs)} ${large}`;
  return rest === 0 ? head : `${head} ${rest} ${small}`;
}

const exact = new Intl.DateTimeFormat(undefined, { dateStyle: 'full', timeStyle: 'long' });
const clock = new Intl.DateTimeFormat(undefined, { hour: '2-digit', minute: '2-digit' });
const preciseClock = new Intl.DateTimeFormat(undefined, {
  hour: '2-digit',
  minute: '2-digit',
  second: '2-digit',
});
const dayAndClock = new Intl.DateTimeFormat(undefined, {
  weekday: 'short',
  hour: '2-digit',
  minute: '2-digit',
});

/** The full date and time in the reader's zone. */
export function exactTime(ms: number): string {
  return exact.format(ms);
}

/** `10:42` in the reader's zone. */
export function clockTime(ms: number): string {
  return clock.format(ms);
}

/** When something will be, no more exact than one needs: `10:42:07` within the hour, then `10:42`, then `Tue, 10:42`. */
export function timeAhead(thenMs: number, nowMs: number): string {
  const aheadMs = thenMs - nowMs;
  if (aheadMs < hourMs) return preciseClock.format(thenMs);
  return aheadMs < dayMs ? clock.format(thenMs) : dayAndClock.format(thenMs);
}
