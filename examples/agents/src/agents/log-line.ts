import { findTime, type LogTime, readTimeValue } from './log-time.ts';

export type Level = 'fatal' | 'error' | 'warning' | 'info' | 'debug';

export interface LogLine {
  time?: LogTime;
  level?: Level;
  /** No level is written; the words speak of an error. */
  soundsLikeError?: boolean;
  /** The line without its time. */
  message: string;
}

export function readLogLine(raw: string): LogLine {
  const line = stripColours(raw);
  return readJsonLine(line) ?? readAccessLine(line) ?? readPlainLine(line);
}

// biome-ignore lint/suspicious/noControlCharactersInRegex: the escape that begins a terminal colour
const stripColours = (line: string): string => line.replace(/\u001b\[[\d;]*m/g, '');

const LEVEL_NAMES: Record<string, Level> = {
  emerg: 'fatal',
  emergency: 'fatal',
  alert: 'fatal',
  crit: 'fatal',
  critical: 'fatal',
  fatal: 'fatal',
  panic: 'fatal',
  severe: 'error',
  error: 'error',
  err: 'error',
  warn: 'warning',
  warning: 'warning',
  notice: 'info',
  info: 'info',
  information: 'info',
  debug: 'debug',
  trace: 'debug',
  verbose: 'debug',
};
const NAMES = Object.keys(LEVEL_NAMES).join('|');

const levelNamed = (name: string | undefined): Level | undefined =>
  LEVEL_NAMES[(name ?? '').toLowerCase()];

/** pino and bunyan number their levels in tens. */
function levelNumbered(level: number): Level {
  if (level >= 60) return 'fatal';
  if (level >= 50) return 'error';
  if (level >= 40) return 'warning';
  return level >= 30 ? 'info' : 'debug';
}

/** One JSON object a line, as pino, bunyan, winston, zap, logstash and Docker write it. */
function readJsonLine(line: string): LogLine | undefined {
  const fields = line.startsWith('{') ? parseObject(line) : undefined;
  if (!fields) return undefined;
  const pick = (...names: string[]): unknown =>
    names.map((name) => fields[name]).find((value) => value !== undefined && value !== null);
  const level = pick('level', 'severity', 'lvl', 'log.level', 'levelname');
  const time = readTimeValue(pick('time', 'timestamp', 'ts', '@timestamp', 'datetime', 'date'));
  const message = pick('msg', 'message', 'error', 'err', 'log');
  const known = typeof level === 'number' ? levelNumbered(level) : levelNamed(String(level));
  return assemble(
    time,
    known,
    typeof message === 'string' ? message : JSON.stringify(message ?? fields),
  );
}

function parseObject(line: string): Record<string, unknown> | undefined {
  try {
    const value: unknown = JSON.parse(line);
    return value !== null && typeof value === 'object' ? { ...value } : undefined;
  } catch {
    return undefined;
  }
}

const ACCESS_LINE = /^(\S+ \S+ \S+) \[([^\]]+)\] "([^"]*)" (\d{3})\b/;

/** Common and combined log format of web servers: 5xx is the server's error, 4xx a warning. */
function readAccessLine(line: string): LogLine | undefined {
  const match = ACCESS_LINE.exec(line);
  if (!match) return undefined;
  const status = Number(match[4]);
  const request = (match[3] ?? '').replace(/\?\S*/, '');
  const level = status >= 500 ? 'error' : status >= 400 ? 'warning' : 'info';
  // The status stays a word, lest 500 and 503 become one shape.
  return assemble(findTime(match[2] ?? '')?.time, level, `HTTP-${status} ${request}`);
}

const SYSLOG_PRIORITY = /^<(\d{1,3})>(?:1 )?/;
const KLOG = /^([IWEF])\d{4} (\d{2}:\d{2}:\d{2}\.\d+)/;
const KLOG_LEVELS: Record<string, Level> = { I: 'info', W: 'warning', E: 'error', F: 'fatal' };

function readPlainLine(line: string): LogLine {
  const klog = KLOG.exec(line);
  if (klog) {
    const time = { text: klog[0].slice(1) };
    return assemble(time, KLOG_LEVELS[klog[1] ?? ''], line.slice(klog[0].length).trim());
  }
  const priority = SYSLOG_PRIORITY.exec(line);
  const found = findTime(line);
  const message = (found?.rest ?? line).replace(SYSLOG_PRIORITY, '').trim();
  return assemble(
    found?.time,
    priority ? syslogLevel(Number(priority[1])) : writtenLevel(message),
    message,
  );
}

/** The lowest three bits of the priority are the severity (RFC 5424, 6.2.1). */
function syslogLevel(priority: number): Level {
  const severity = priority & 7;
  if (severity <= 2) return 'fatal';
  if (severity === 3) return 'error';
  if (severity === 4) return 'warning';
  return severity <= 6 ? 'info' : 'debug';
}

/**
 * Where programs write a level: level=error, [error] or Apache's [core:error], ERROR in capitals, or
 * "error:". A lower-case "error" elsewhere is only a word of the message ("no error found").
 */
const LEVEL_PLACES = [
  new RegExp(`\\b(?:level|severity|lvl)["']?[=:]\\s?["']?(${NAMES})\\b`, 'i'),
  new RegExp(`[[(<|](?:\\w+:)?\\s*(${NAMES})\\s*[\\])>|]`, 'i'),
  new RegExp(`\\b(${NAMES.toUpperCase()})\\b`),
  new RegExp(`(?:^|[\\s>])(${NAMES}):`, 'i'),
];

function writtenLevel(message: string): Level | undefined {
  const start = message.slice(0, 120);
  for (const place of LEVEL_PLACES) {
    const name = place.exec(start)?.[1];
    if (name !== undefined) return levelNamed(name);
  }
  return undefined;
}

const ERROR_WORDS =
  /\b(?:\w*(?:Exception|Error)|errors?|fail(?:ed|ure)|fatal|panic|segfault|segmentation fault|traceback|out of memory|refused|timed out)\b/i;
const DENIED_ERROR = /\b(?:no|0|zero|without) (?:errors?|failures?)\b|\b0 failed\b/i;

function assemble(time: LogTime | undefined, level: Level | undefined, message: string): LogLine {
  if (level) return { ...(time ? { time } : {}), level, message };
  const soundsLikeError = ERROR_WORDS.test(message) && !DENIED_ERROR.test(message);
  return { ...(time ? { time } : {}), soundsLikeError, message };
}
