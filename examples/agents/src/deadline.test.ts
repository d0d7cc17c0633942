import { expect, test } from 'vitest';
import { jsonChecker } from './agents/json-checker.ts';
import { markdownRenderer } from './agents/markdown-renderer.ts';
import { withDeadline } from './deadline.ts';

test('stops a regular expression that would run for years', () => {
  const schema = { type: 'string', pattern: '^(a+)+$' };
  const document = `${'a'.repeat(60)}!`;
  expect(withDeadline(100, () => jsonChecker.handle({ schema, document }))).toEqual({
    outcome: 'REJECTED',
    message: expect.stringContaining('more than 0.1 s of work'),
  });
});

test('rejects what is nested too deeply, instead of calling it a defect', () => {
  const markdown = '>'.repeat(100_000);
  expect(withDeadline(5_000, () => markdownRenderer.handle({ markdown }))).toMatchObject({
    outcome: 'REJECTED',
  });
});

test('hands through what is done in time', () => {
  const outcome = { outcome: 'REJECTED', message: 'no' } as const;
  expect(withDeadline(1_000, () => outcome)).toBe(outcome);
});

test('makes a failure of a defect', () => {
  const defect = () => {
    throw new TypeError('a defect');
  };
  expect(withDeadline(1_000, defect)).toEqual({
    outcome: 'FAILED',
    failure: { class: 'agent_error', message: 'a defect' },
  });
});
