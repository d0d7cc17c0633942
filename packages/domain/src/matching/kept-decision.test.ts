import { describe, expect, it } from 'vitest';
import type { MatchCandidate } from './decision.ts';
import { keepCandidates, readCandidates, readUsage } from './kept-decision.ts';

const candidate: MatchCandidate = {
  agentId: 'a',
  eligible: false,
  verdicts: [{ filter: 'skills', passed: false, reason: 'has no skill pdf' }],
  score: null,
  components: [{ name: 'fit', value: 0.5, weight: 0.8 }],
  likelihood: 0.4,
};
const usage = { model: 'm', promptTokens: 1, completionTokens: 2, costUsd: null, attempts: 1 };

const chosen: MatchCandidate = {
  agentId: 'b',
  eligible: true,
  verdicts: [
    { filter: 'skills', passed: true, reason: null },
    { filter: 'tags', passed: true, reason: null },
  ],
  score: 0.75,
  components: [
    { name: 'fit', value: 0.7, weight: 0.8 },
    { name: 'load', value: 1, weight: 0.1 },
  ],
  likelihood: 0.9,
};
const refused: MatchCandidate = {
  agentId: 'c',
  eligible: false,
  verdicts: [
    { filter: 'skills', passed: false, reason: 'has no skill pdf' },
    { filter: 'tags', passed: true, reason: null },
  ],
  score: null,
  components: [
    { name: 'fit', value: 0, weight: 0.8 },
    { name: 'load', value: 0.25, weight: 0.1 },
  ],
  likelihood: null,
};

describe('a kept decision', () => {
  it('is read as it was written', () => {
    const kept = JSON.parse(JSON.stringify(keepCandidates([chosen, refused])));
    expect(readCandidates(kept)).toEqual([chosen, refused]);
    expect(readCandidates(JSON.parse(JSON.stringify(keepCandidates([]))))).toEqual([]);
    expect(readUsage(JSON.parse(JSON.stringify(usage)))).toEqual(usage);
    expect(readUsage(null)).toBeNull();
  });

  it('of earlier versions, with each candidate whole, is read too', () => {
    expect(readCandidates(JSON.parse(JSON.stringify([chosen, refused])))).toEqual([
      chosen,
      refused,
    ]);
  });

  it('of the first matcher has no likelihoods', () => {
    const { likelihood: _, ...first } = candidate;
    expect(readCandidates([first])).toEqual([{ ...candidate, likelihood: null }]);
  });

  it.each([
    null,
    {},
    ['a'],
    { ...keepCandidates([chosen]), weights: { fit: 0.8 } },
    { ...keepCandidates([chosen]), filters: [1] },
    { ...keepCandidates([chosen]), candidates: ['b'] },
    { ...keepCandidates([refused]), candidates: [{ ...refused, components: null }] },
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
