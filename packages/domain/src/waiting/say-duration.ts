const secondMs = 1_000;
const minuteMs = 60 * secondMs;
const hourMs = 60 * minuteMs;
const dayMs = 24 * hourMs;

/** An estimate in words, no more exact than it is: "about 5 min". */
export function sayAbout(ms: number): string {
  if (ms < 5 * secondMs) return 'a few seconds';
  if (ms < 55 * secondMs) return `about ${Math.round(ms / (10 * secondMs)) * 10} s`;
  if (ms < 55 * minuteMs) return `about ${Math.round(ms / minuteMs)} min`;
  if (ms < 36 * hourMs) return `about ${Math.round(ms / hourMs)} h`;
  return `about ${Math.round(ms / dayMs)} days`;
}
