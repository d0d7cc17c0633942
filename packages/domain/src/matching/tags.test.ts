import { describe, expect, it } from 'vitest';
import { conflictOfTags } from './tags.ts';

const rule = (demands: readonly string[], refuses: readonly string[] = []) => ({
  demands,
  refuses,
});

describe('tags', () => {
  it('keep nobody apart who says nothing of the other', () => {
    expect(conflictOfTags({}, {})).toBeNull();
    expect(conflictOfTags({ tags: ['pii'] }, { tags: ['eu'] })).toBeNull();
    expect(conflictOfTags({ agentTags: rule([]) }, { jobTags: rule([]) })).toBeNull();
  });

  it.each([
    [rule(['gpu']), ['eu'], 'has no tag gpu, which the job demands'],
    [rule(['gpu', 'eu', 'iso']), ['eu'], 'has no tags gpu and iso, which the job demands'],
    [rule([], ['us']), ['us'], 'is tagged us, which the job refuses'],
    [
      rule(['gpu'], ['us']),
      ['us'],
      'has no tag gpu, which the job demands; is tagged us, which the job refuses',
    ],
    [rule(['gpu'], ['us']), ['gpu'], null],
  ])('of the agent must be what the job says: %j for %j', (agentTags, tags, reason) => {
    expect(conflictOfTags({ agentTags }, { tags })).toBe(reason);
  });

  it.each([
    [rule(['eu']), [], 'takes only jobs tagged eu'],
    [rule([], ['pii']), ['pii', 'eu'], 'refuses jobs tagged pii'],
    [rule(['eu'], ['pii', 'legal']), ['eu'], null],
  ])('of the job must be what the agent says: %j for %j', (jobTags, tags, reason) => {
    expect(conflictOfTags({ tags }, { jobTags })).toBe(reason);
  });

  it('says what both sides hold against each other', () => {
    expect(
      conflictOfTags(
        { tags: ['pii'], agentTags: rule(['gpu']) },
        { tags: [], jobTags: rule([], ['pii']) },
      ),
    ).toBe('has no tag gpu, which the job demands; refuses jobs tagged pii');
  });

  it('are compared as skills are', () => {
    const gpu = ' ＧＰＵ ';
    expect(conflictOfTags({ agentTags: rule([gpu]) }, { tags: ['gpu'] })).toBeNull();
    expect(conflictOfTags({ agentTags: rule([], ['Us']) }, { tags: [' uS'] })).not.toBeNull();
  });
});
