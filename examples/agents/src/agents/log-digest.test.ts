import { expect, test } from 'vitest';
import { logDigest } from './log-digest.ts';
import { shapeOf } from './log-shape.ts';

const digest = (...lines: string[]) => logDigest.handle({ log: lines.join('\n') });

test('groups errors by shape, with counts, first and last time and an example', () => {
  const outcome = digest(
    '2026-03-01T10:00:00Z INFO  listening on port 4000',
    '2026-03-01T10:00:01.500Z ERROR Job 17 failed after 3 attempts: "time out"',
    '2026-03-01T10:00:03+01:00 ERROR Job 4 failed after 12 attempts: "refused"',
    '2026-03-01T10:00:09Z WARN  slow query: 2500 ms',
    '2026-03-01T10:05:00Z FATAL out of memory',
    '2026-03-01T10:06:00Z INFO  done, 0 errors',
  );
  expect(outcome).toEqual({
    outcome: 'COMPLETED',
    output: {
      lines: 6,
      entries: 6,
      errors: 3,
      levels: { info: 2, error: 2, warning: 1, fatal: 1 },
      first: '2026-03-01T09:00:03.000Z',
      last: '2026-03-01T10:06:00.000Z',
      groups: [
        {
          shape: 'ERROR Job <n> failed after <n> attempts: <string>',
          count: 2,
          level: 'error',
          first: '2026-03-01T09:00:03.000Z',
          last: '2026-03-01T10:00:01.500Z',
          example: '2026-03-01T10:00:01.500Z ERROR Job 17 failed after 3 attempts: "time out"',
          exampleLine: 2,
        },
        expect.objectContaining({ shape: 'FATAL out of memory', count: 1, level: 'fatal' }),
      ],
      furtherGroups: 0,
      entriesWithoutTime: 0,
    },
  });
});

test.each([
  ['ISO with a comma', '2026-03-01 10:00:00,123 ERROR x', '2026-03-01T10:00:00.123'],
  ['bracketed ISO', '[2026-03-01T10:00:00+0200] [error] x', '2026-03-01T08:00:00.000Z'],
  ['RFC 3164 syslog', 'Mar  1 10:00:00 web1 app[77]: error: x', 'Mar  1 10:00:00'],
  ['RFC 5424 syslog', '<11>1 2026-03-01T10:00:00Z web1 app 77 - - x', '2026-03-01T10:00:00.000Z'],
  ['nginx', '2026/03/01 10:00:00 [crit] 7#7: *1 x', '2026-03-01T10:00:00'],
  ['Apache', '[Sun Mar 01 10:00:00.5 2026] [core:error] [pid 7] x', '2026-03-01T10:00:00.500'],
  [
    'combined access log',
    '10.0.0.1 - - [01/Mar/2026:10:00:00 +0000] "GET /a?b=1 HTTP/1.1" 502 7 "-" "curl"',
    '2026-03-01T10:00:00.000Z',
  ],
  ['klog', 'E0301 10:00:00.000001    7 main.go:1] x', '0301 10:00:00.000001'],
  ['logfmt', 'time=2026-03-01T10:00:00Z level=error msg="x"', '2026-03-01T10:00:00.000Z'],
  ['pino', '{"level":50,"time":1772359200000,"msg":"x"}', '2026-03-01T10:00:00.000Z'],
  ['zap', '{"level":"error","ts":1772359200,"msg":"x"}', '2026-03-01T10:00:00.000Z'],
  ['Unix time', '1772359200 ERROR x', '2026-03-01T10:00:00.000Z'],
  [
    'no level, error by its words',
    '2026-03-01T10:00:00Z connection refused',
    '2026-03-01T10:00:00.000Z',
  ],
  [
    'terminal colours',
    '\u001b[31mERROR\u001b[0m 2026-03-01T10:00:00Z x',
    '2026-03-01T10:00:00.000Z',
  ],
])('reads %s', (_, line, time) => {
  expect(digest(line)).toMatchObject({
    output: { errors: 1, groups: [{ count: 1, first: time, last: time }] },
  });
});

test.each([
  '2026-03-01T10:00:00Z INFO no error found, 0 failed',
  '2026-03-01T10:00:00Z finished without errors',
  '10.0.0.1 - - [01/Mar/2026:10:00:00 +0000] "GET /errors HTTP/1.1" 200 7',
  '{"level":30,"msg":"error page served"}',
])('does not take %j for an error', (line) => {
  expect(digest(line)).toMatchObject({ output: { errors: 0, groups: [] } });
});

test('keeps syslog times in the order of the lines, over the turn of the year', () => {
  expect(
    digest('Dec 31 23:59:59 a b: error: x 1', 'Jan  1 00:00:01 a b: error: x 2'),
  ).toMatchObject({ output: { groups: [{ first: 'Dec 31 23:59:59', last: 'Jan  1 00:00:01' }] } });
});

test('counts an error with its stack trace once', () => {
  expect(
    digest(
      '2026-03-01T10:00:00Z ERROR boom',
      'java.lang.IllegalStateException: no lease',
      '\tat com.example.Main.run(Main.java:7)',
      'Caused by: java.io.IOException: broken pipe',
      '\t... 12 more',
      '2026-03-01T10:00:01Z INFO on we go',
    ),
  ).toMatchObject({
    output: {
      entries: 2,
      errors: 1,
      groups: [{ shape: 'ERROR boom', example: expect.stringContaining('Main.java:7') }],
    },
  });
});

test('names a Python trace by its last line', () => {
  expect(
    digest(
      'Traceback (most recent call last):',
      '  File "a.py", line 3, in <module>',
      "ValueError: invalid literal for int(): 'x'",
      'Traceback (most recent call last):',
      '  File "a.py", line 3, in <module>',
      "ValueError: invalid literal for int(): 'y'",
    ),
  ).toMatchObject({
    output: {
      errors: 2,
      groups: [{ shape: 'ValueError: invalid literal for int(): <string>', count: 2 }],
    },
  });
});

test.each([
  ['id e58ed763-928c-4155-bee9-fdbaaadc15f3 gone', 'id <uuid> gone'],
  ['at 0xDEADBEEF and 9f86d081884c', 'at <hex> and <hex>'],
  ["can't open 'a b' or `c`, isn't there", "can't open <string> or <string>, isn't there"],
  ['10.1.2.3:8080 took 12.5ms at 2026-03-01T10:00:00Z', '<ip> took <n>ms at <time>'],
  ['mail to a.b+c@example.com failed', 'mail to <email> failed'],
  ['a   facade\tdecade', 'a facade decade'],
])('gives %j the shape %j', (message, shape) => {
  expect(shapeOf(message)).toBe(shape);
});

test('tells one status of a web server from another', () => {
  const line = (status: number) =>
    `10.0.0.1 - - [01/Mar/2026:10:00:00 +0000] "GET /jobs/${status}?x=1 HTTP/1.1" ${status} 7`;
  expect(digest(line(500), line(503), line(500), line(404))).toMatchObject({
    output: {
      errors: 3,
      levels: { error: 3, warning: 1 },
      groups: [
        { shape: 'HTTP-500 GET /jobs/<n> HTTP/<n>', count: 2 },
        { shape: 'HTTP-503 GET /jobs/<n> HTTP/<n>', count: 1 },
      ],
    },
  });
});

test('asks for a log when it is blank', () => {
  expect(digest(' ', '')).toMatchObject({ outcome: 'RESUBMISSION_REQUIRED' });
});
