const secondMs = 1_000;
const minuteMs = 60 * secondMs;
const hourMs = 60 * minuteMs;
const dayMs = 24 * hourMs;

const unitMs: Readonly<Record<string, number>> = {
  ms: 1,
  s: secondMs,
  sec: secondMs,
  second: secondMs,
  m: minuteMs,
  min: minuteMs,
  minute: minuteMs,
  h: hourMs,
  hour: hourMs,
  d: dayMs,
  day: dayMs,
};

/**
 * A span of time as a person types it: `30 s`, `1.5 min`, `1 h 30 min`. In milliseconds; null when it cannot be read.
 * A number alone is not read: whoever typed it meant seconds or minutes, and nothing tells which.
 */
export function readTimeSpan(text: string): number | null {
  const said = text.trim().toLowerCase().replaceAll(',', '.');
  if (!/^(\d+(\.\d+)?\s*[a-z]+\s*)+$/.test(said)) return null;
  let ms = 0;
  for (const [, amount, unit = ''] of said.matchAll(/(\d+(?:\.\d+)?)\s*([a-z]+)/g)) {
    const each = unitMs[unit] ?? unitMs[unit.replace(/s$/, '')];
    if (each === undefined) return null;
    ms += Number(amount) * each;
  }
  return Math.round(ms);
}

/** A span that was set rather than measured, in the fewest words: `1 s`, `100 s`, `2.5 s`, `5 min`, `1 h 30 min`. */
export function sayTimeSpan(ms: number): string {
  if (ms < secondMs) return `${ms} ms`;
  if (ms < 2 * minuteMs && ms % minuteMs !== 0) return `${Number((ms / secondMs).toFixed(2))} s`;
  const parts: string[] = [];
  let rest = ms;
  for (const [unit, each] of [
    ['d', dayMs],
    ['h', hourMs],
    ['min', minuteMs],
  ] as const) {
    const count = Math.floor(rest / each);
    if (count > 0) parts.push(`${count} ${unit}`);
    rest -= count * each;
  }
  if (rest > 0) parts.push(`${Number((rest / secondMs).toFixed(2))} s`);
  return parts.join(' ');
}

/** An estimate, no more exact than it is: `a few seconds`, `about 40 s`, `about 5 min`. */
export function sayRoughly(ms: number): string {
  if (ms < 5 * secondMs) return 'a few seconds';
  if (ms < 55 * secondMs) return `about ${Math.round(ms / (10 * secondMs)) * 10} s`;
  if (ms < 55 * minuteMs) return `about ${Math.round(ms / minuteMs)} min`;
  if (ms < 36 * hourMs) return `about ${Math.round(ms / hourMs)} h`;
  return `about ${Math.round(ms / dayMs)} days`;
}
