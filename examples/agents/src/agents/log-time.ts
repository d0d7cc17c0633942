/** A moment as a log writes it. */
export interface LogTime {
  /** ISO 8601: with `Z` when the log names a zone, without when it does not; syslog's as written. */
  text: string;
  /** Milliseconds for ordering; absent where the year is not written, and the order of lines rules. */
  sortKey?: number;
}

interface FoundTime {
  time: LogTime;
  /** The line without its time. */
  rest: string;
}

type ReadTime = (match: RegExpExecArray) => LogTime | undefined;

const MONTHS = ['Jan', 'Feb', 'Mar', 'Apr', 'May', 'Jun', 'Jul', 'Aug', 'Sep', 'Oct', 'Nov', 'Dec'];
const MONTH = `(${MONTHS.join('|')})`;

/** Ordered: a longer format before one that is contained in it. */
const FORMATS: [pattern: RegExp, read: ReadTime][] = [
  // 2026-01-02T03:04:05.678Z, 2026-01-02 03:04:05,678 +0100, and 2026/01/02 03:04:05 (nginx, Go)
  [
    /(\d{4})[-/](\d{2})[-/](\d{2})[T ](\d{2}:\d{2}:\d{2})(?:[.,](\d{1,9}))?(?:\s?(Z|UTC|[+-]\d{2}:?\d{2}))?/,
    (m) => calendarTime(`${m[1]}-${m[2]}-${m[3]}`, m[4], m[5], m[6]),
  ],
  // 02/Jan/2026:03:04:05 +0100, the Common Log Format
  [
    new RegExp(`(\\d{2})/${MONTH}/(\\d{4}):(\\d{2}:\\d{2}:\\d{2})(?: ([+-]\\d{4}))?`),
    (m) => calendarTime(`${m[3]}-${monthNumber(m[2])}-${m[1]}`, m[4], undefined, m[5]),
  ],
  // Fri Jan 02 03:04:05.678 2026, Apache's error log
  [
    new RegExp(
      `[A-Z][a-z]{2} ${MONTH} ([ \\d]\\d) (\\d{2}:\\d{2}:\\d{2})(?:\\.(\\d{1,9}))? (\\d{4})`,
    ),
    (m) => calendarTime(`${m[5]}-${monthNumber(m[1])}-${twoDigits(m[2])}`, m[3], m[4], undefined),
  ],
  // Jan  2 03:04:05, RFC 3164 syslog: neither year nor zone
  [new RegExp(`${MONTH} {1,2}\\d{1,2} \\d{2}:\\d{2}:\\d{2}`), (m) => ({ text: m[0] })],
  // 1767323045 or 1767323045.678 or 1767323045678, Unix time at the start
  [/^\[?(1\d{9})(?:\.?(\d{3})\d*)?\b/, (m) => instant(Number(m[1]) * 1000 + Number(m[2] ?? 0))],
];

/** Times stand at the start; further on they belong to the message. */
const SEARCHED_LENGTH = 100;

export function findTime(line: string): FoundTime | undefined {
  const start = line.slice(0, SEARCHED_LENGTH);
  for (const [pattern, read] of FORMATS) {
    const match = pattern.exec(start);
    const time = match && read(match);
    if (match && time) {
      const rest = line.slice(0, match.index) + line.slice(match.index + match[0].length);
      return { time, rest: rest.replace(/^\s*\[\s*\]/, '').trim() };
    }
  }
  return undefined;
}

/** A time out of a JSON log line: text, or Unix time in seconds or milliseconds. */
export function readTimeValue(value: unknown): LogTime | undefined {
  if (typeof value === 'string') return findTime(value)?.time;
  if (typeof value !== 'number' || value < 1e9) return undefined;
  return instant(value < 1e11 ? value * 1000 : value);
}

function instant(milliseconds: number): LogTime | undefined {
  const date = new Date(milliseconds);
  if (Number.isNaN(date.getTime())) return undefined;
  return { text: date.toISOString(), sortKey: date.getTime() };
}

function calendarTime(
  day: string,
  clock: string | undefined,
  fraction: string | undefined,
  zone: string | undefined,
): LogTime | undefined {
  const local = `${day}T${clock}${fraction === undefined ? '' : `.${fraction.slice(0, 3).padEnd(3, '0')}`}`;
  if (zone !== undefined) {
    return instant(
      Date.parse(local + zone.replace('UTC', 'Z').replace(/(\d{2})(\d{2})$/, '$1:$2')),
    );
  }
  const sortKey = Date.parse(`${local}Z`);
  return Number.isNaN(sortKey) ? undefined : { text: local, sortKey };
}

const twoDigits = (digits: string | undefined): string => (digits ?? '').trim().padStart(2, '0');
const monthNumber = (name: string | undefined): string =>
  twoDigits(String(MONTHS.indexOf(name ?? '') + 1));
