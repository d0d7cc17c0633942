import { completed, defineAgent, MAX_TEXT_LENGTH, type Outcome, resubmit } from '../agent.ts';
import { shorten } from '../shorten.ts';
import { type Level, type LogLine, readLogLine } from './log-line.ts';
import { shapeOf } from './log-shape.ts';
import type { LogTime } from './log-time.ts';

interface LogInputs {
  log: string;
}

export const logDigest = defineAgent<LogInputs>({
  name: 'log-digest',
  description:
    'Digests a log file: finds its errors, groups them by shape and says how often each happened, when first and last, with an example. Reads ISO, syslog, JSON lines and web server logs.',
  skills: [
    {
      name: 'find errors in a log',
      description:
        'What errors, exceptions and failures are in this log, which are most frequent and since when',
    },
    {
      name: 'log summary',
      description: 'Summarise application, server, syslog or access logs for an incident',
    },
  ],
  capacity: 2,
  answers: 'later',
  inputSchema: {
    $schema: 'https://json-schema.org/draft/2020-12/schema',
    title: 'A log to digest',
    type: 'object',
    required: ['log'],
    properties: {
      log: {
        title: 'Log',
        description: 'The lines of the log: plain, syslog, JSON lines or web server format',
        type: 'string',
        contentMediaType: 'text/plain',
        minLength: 1,
        maxLength: MAX_TEXT_LENGTH,
      },
    },
  },
  work: digestLog,
});

const MAX_GROUPS = 50;
const MAX_EXAMPLE_LENGTH = 500;
const EXAMPLE_FOLLOWING_LINES = 5;

function digestLog({ log }: LogInputs): Outcome {
  const lines = log.replace(/^\uFEFF/, '').split(/\r\n|\n|\r/);
  const entries = gatherEntries(lines);
  if (entries.length === 0) return resubmit('`log` has only blank lines; please send a log.');
  const errors = entries.filter(isError);
  const groups = groupErrors(errors);
  const span = entries.reduce<Span>((span, entry) => widen(span, entry.line.time), {});
  return completed({
    lines: lines.filter((line) => line.trim() !== '').length,
    entries: entries.length,
    errors: errors.length,
    levels: countLevels(entries),
    first: span.first?.text ?? null,
    last: span.last?.text ?? null,
    groups: groups.slice(0, MAX_GROUPS),
    furtherGroups: Math.max(0, groups.length - MAX_GROUPS),
    entriesWithoutTime: entries.filter((entry) => !entry.line.time).length,
  });
}

interface Entry {
  line: LogLine;
  lineNumber: number;
  /** The lines as written: the entry's own, then its stack trace. */
  raw: string[];
}

const isError = ({ line }: Entry): boolean =>
  line.level === 'error' || line.level === 'fatal' || line.soundsLikeError === true;

/** Joins stack traces and wrapped lines to the entry they belong to, so that one error counts once. */
function gatherEntries(lines: readonly string[]): Entry[] {
  const entries: Entry[] = [];
  for (const [index, raw] of lines.entries()) {
    if (raw.trim() === '') continue;
    const line = readLogLine(raw);
    const current = entries.at(-1);
    if (current && continues(current, raw, line)) {
      if (current.raw.length <= EXAMPLE_FOLLOWING_LINES) current.raw.push(raw);
      // Python names the error in the last line of a trace; here it is what the entry is about.
      if (isTraceback(current.line) && !/^\s/.test(raw)) {
        current.line = { ...current.line, message: line.message };
      }
    } else entries.push({ line, lineNumber: index + 1, raw: [raw] });
  }
  return entries;
}

const isTraceback = (line: LogLine): boolean => line.message.startsWith('Traceback (most recent');

function continues(current: Entry, raw: string, line: LogLine): boolean {
  if (line.time || (line.level && !isTraceback(current.line))) return false;
  if (/^\s|^Caused by:|^\.\.\. \d+ more/.test(raw)) return true;
  if (isTraceback(current.line)) return true;
  // Where entries have times, a line without one belongs to the error before it.
  return current.line.time !== undefined && isError(current);
}

interface Span {
  first?: LogTime;
  last?: LogTime;
}

function widen(span: Span, time: LogTime | undefined): Span {
  if (!time) return span;
  const { first = time, last = time } = span;
  return {
    first: isEarlier(time, first) ? time : first,
    last: isEarlier(time, last) ? last : time,
  };
}

/** Without a year the order of the lines rules: December may come before January. */
const isEarlier = (a: LogTime, b: LogTime): boolean =>
  a.sortKey !== undefined && b.sortKey !== undefined && a.sortKey < b.sortKey;

interface ErrorGroup {
  shape: string;
  count: number;
  level: Level;
  first: string | null;
  last: string | null;
  example: string;
  exampleLine: number;
}

/** Most frequent first; at equal counts in the order of the log. */
function groupErrors(errors: readonly Entry[]): ErrorGroup[] {
  return [...Map.groupBy(errors, (entry) => shapeOf(entry.line.message))]
    .map(([shape, members]) => describeGroup(shape, members))
    .sort((a, b) => b.count - a.count);
}

function describeGroup(shape: string, members: readonly Entry[]): ErrorGroup {
  const span = members.reduce<Span>((span, entry) => widen(span, entry.line.time), {});
  const example = members[0];
  return {
    shape,
    count: members.length,
    level: members.some((entry) => entry.line.level === 'fatal') ? 'fatal' : 'error',
    first: span.first?.text ?? null,
    last: span.last?.text ?? null,
    example: shorten(example?.raw.join('\n') ?? '', MAX_EXAMPLE_LENGTH),
    exampleLine: example?.lineNumber ?? 0,
  };
}

function countLevels(entries: readonly Entry[]): Record<string, number> {
  const counts: Record<string, number> = {};
  for (const { line } of entries) {
    const level = line.level ?? (line.soundsLikeError === true ? 'error' : 'none');
    counts[level] = (counts[level] ?? 0) + 1;
  }
  return counts;
}
