import { describe, expect, it } from 'vitest';
import type { Issue } from '../job/errors.ts';
import {
  checkCancellation,
  checkClaim,
  checkFeedback,
  checkJobInputs,
  checkNewJob,
  type NewJob,
} from './check-job.ts';

const job: NewJob = {
  title: 'Summarise this CSV',
  description: null,
  inputs: { csv: 'a,b\n1,2' },
  requiredSkills: ['csv'],
  tags: ['eu'],
  agentTags: { demands: ['gpu'], refuses: [] },
  priority: 50,
};

const paths = (issues: readonly Issue[]) => issues.map(({ path }) => path);
const messages = (issues: readonly Issue[]) => issues.map(({ message }) => message);

function nest(levels: number): unknown {
  let value: unknown = 1;
  for (let level = 0; level < levels; level += 1) value = [value];
  return value;
}

describe('checkNewJob', () => {
  it('accepts a job at its limits', () => {
    const largest: NewJob = {
      title: '😀'.repeat(200),
      description: 'd'.repeat(20_000),
      inputs: 'x'.repeat(256 * 1024 - 2),
      requiredSkills: Array.from({ length: 32 }, () => 's'.repeat(64)),
      tags: Array.from({ length: 32 }, () => 't'.repeat(64)),
      agentTags: { demands: ['t'], refuses: Array.from({ length: 32 }, () => 't'.repeat(64)) },
      priority: 100,
      idempotencyKey: 'k'.repeat(255),
    };
    expect(checkNewJob(job)).toEqual([]);
    expect(checkNewJob(largest)).toEqual([]);
  });

  it('finds everything wrong at once, by field', () => {
    const broken: NewJob = {
      title: ' ',
      description: 'd'.repeat(20_001),
      inputs: 'x'.repeat(256 * 1024 - 1),
      requiredSkills: ['csv', '', 's'.repeat(65)],
      tags: [],
      agentTags: { demands: [], refuses: [] },
      priority: 101,
      idempotencyKey: '',
    };
    expect(paths(checkNewJob(broken))).toEqual([
      'title',
      'description',
      'inputs',
      'idempotencyKey',
      'requiredSkills.1',
      'requiredSkills.2',
      'priority',
    ]);
  });

  it('says what is wrong, the limit and what to do', () => {
    expect(messages(checkNewJob({ ...job, title: 't'.repeat(1_201) }))).toEqual([
      'title has 1,201 characters; the limit is 200: shorten it.',
    ]);
    expect(messages(checkNewJob({ ...job, title: '' }))).toEqual([
      'title is blank: give 1 to 200 characters.',
    ]);
    expect(messages(checkNewJob({ ...job, priority: 1.5 }))).toEqual([
      'priority is 1.5: give a whole number from 0 to 100.',
    ]);
    const many = Array.from({ length: 33 }, (_, index) => `s${index}`);
    expect(messages(checkNewJob({ ...job, requiredSkills: many }))).toEqual([
      'requiredSkills has 33 entries; the limit is 32: name fewer.',
    ]);
  });

  it('measures inputs in bytes of UTF-8, not in characters', () => {
    const inputs = 'é'.repeat(128 * 1024);
    expect(messages(checkNewJob({ ...job, inputs }))).toEqual([
      'inputs takes 262,146 bytes of JSON; the limit is 256 KiB: send less, or a link to it.',
    ]);
  });

  it.each([
    ['title', { title: 'a\u0000' }],
    ['description', { description: '\u0000' }],
    ['requiredSkills.0', { requiredSkills: ['\u0000a'] }],
    ['idempotencyKey', { idempotencyKey: 'k\u0000' }],
    ['inputs', { inputs: { deep: [{ text: 'a\u0000' }] } }],
    ['inputs', { inputs: { 'key\u0000': 1 } }],
  ])('refuses a NUL character in %s', (path, change) => {
    const [issue, ...others] = checkNewJob({ ...job, ...change });
    expect(others).toEqual([]);
    expect(issue?.path).toBe(path);
    expect(issue?.message).toContain('NUL character (\\u0000), which cannot be stored: remove it.');
  });

  it('says where in the inputs the trouble is', () => {
    const inputs = { 'a/b': [1, 'x\ud800'] };
    expect(messages(checkNewJob({ ...job, inputs }))).toEqual([
      'inputs at /a~1b/1 contains half of a surrogate pair, which is no character: remove it.',
    ]);
    expect(messages(checkNewJob({ ...job, inputs: { n: Number.POSITIVE_INFINITY } }))[0]).toContain(
      'inputs at /n is not a finite number',
    );
  });

  it('allows 64 levels of nesting and survives a hundred thousand', () => {
    expect(checkJobInputs({ inputs: nest(64) })).toEqual([]);
    const message = 'inputs is nested more than 64 levels deep: flatten it.';
    expect(messages(checkJobInputs({ inputs: nest(65) }))).toEqual([message]);
    expect(messages(checkJobInputs({ inputs: nest(100_000) }))).toEqual([message]);
  });
});

it('says which tag is at fault, in each of its lists', () => {
  const many = Array.from({ length: 33 }, (_, n) => `t${n}`);
  expect(
    paths(
      checkNewJob({
        ...job,
        tags: ['', 'ok'],
        agentTags: { demands: many, refuses: ['x'.repeat(65)] },
      }),
    ),
  ).toEqual(['tags.0', 'agentTags.demands', 'agentTags.refuses.0']);
});

describe('the other commands on a job', () => {
  it('may leave inputs and keys out', () => {
    expect(checkJobInputs({})).toEqual([]);
    expect(checkJobInputs({ inputs: null, idempotencyKey: null })).toEqual([]);
  });

  it('need feedback, but no reason', () => {
    expect(paths(checkFeedback({ feedback: ' ' }))).toEqual(['feedback']);
    expect(checkCancellation({ reason: null })).toEqual([]);
    expect(paths(checkCancellation({ reason: 'r'.repeat(4_001) }))).toEqual(['reason']);
  });

  it('wait between 0 and 60,000 ms for work', () => {
    expect([0, 60_000].flatMap((waitMs) => checkClaim({ waitMs }))).toEqual([]);
    expect(messages(checkClaim({ waitMs: 60_001 }))).toEqual([
      'waitMs is 60001: give a whole number from 0 to 60,000.',
    ]);
    expect(checkClaim({ waitMs: Number.NaN })).toHaveLength(1);
  });
});
