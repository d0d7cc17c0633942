import { describe, expect, it } from 'vitest';
import type { MatchCandidate } from './decision.ts';
import { readCandidates, readUsage } from './read-decision.ts';

const candidate: MatchCandidate = {
  agentId: 'a',
  eligible: false,
  verdicts: [{ filter: 'skills', passed: false, reason: 'has no skill pdf' }],
  score: null,
  components: [{ name: 'fit', value: 0.5, weight: 0.8 }],
  likelihood: 0.4,
};
const usage = { model: 'm', promptTokens: 1, completionTokens: 2, costUsd: null, attempts: 1 };

describe('a kept decision', () => {
  it('is read as it was written', () => {
    expect(readCandidates(JSON.parse(JSON.stringify([candidate])))).toEqual([candidate]);
    expect(readUsage(JSON.parse(JSON.stringify(usage)))).toEqual(usage);
    expect(readUsage(null)).toBeNull();
  });

  it('of the first matcher has no likelihoods', () => {
    const { likelihood: _, ...first } = candidate;
    expect(readCandidates([first])).toEqual([{ ...candidate, likelihood: null }]);
  });

  it.each([
    null,
    {},
    ['a'],
    [{ ...candidate, score: '1' }],
    [{ ...candidate, verdicts: [{ filter: 'skills', passed: 'no', reason: null }] }],
    [{ ...candidate, components: [{ name: 'fit', value: null, weight: 1 }] }],
  ])('is refused when it is something else: %j', (json) => {
    expect(() => readCandidates(json)).toThrow('cannot be read');
  });

  it('needs a usage that counts', () => {
    expect(() => readUsage({ ...usage, attempts: 'two' })).toThrow('cannot be read');
    expect(() => readUsage({ ...usage, costUsd: undefined })).toThrow('cannot be read');
  });
});
