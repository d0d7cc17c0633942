import { describe, expect, it } from 'vitest';
import { decidesAlike, differences, draftOf, policyOf, sayThreshold } from './policy-draft.ts';

const policy = {
  weights: { fit: 0.8, load: 0.1, success: 0.1, latency: 0.05, cost: 0 },
  assignAbove: 0.6,
  modelAssignAbove: 0.7,
  refuseBelow: 0.125,
};
const draft = draftOf(policy);

describe('the policy in the editor', () => {
  it('has its weights as parts of a hundred, its thresholds in per cent', () => {
    expect(draft).toEqual({
      weights: { fit: 80, load: 10, success: 10, latency: 5, cost: 0 },
      thresholds: { assignAbove: 60, modelAssignAbove: 70, refuseBelow: 12.5 },
    });
    expect(policyOf(draft)).toEqual(policy);
  });

  it('counts by the proportions of its weights only', () => {
    const halved = { fit: 40, load: 5, success: 5, latency: 2.5, cost: 0 };
    expect(decidesAlike({ ...draft, weights: halved }, policy)).toBe(true);
    expect(decidesAlike({ ...draft, weights: { ...halved, load: 6 } }, policy)).toBe(false);
    expect(
      decidesAlike({ ...draft, thresholds: { ...draft.thresholds, refuseBelow: 13 } }, policy),
    ).toBe(false);
  });

  it('fits weights of any size to its sliders', () => {
    const weights = { fit: 400, load: 50, success: 50, latency: 25, cost: 0 };
    expect(draftOf({ ...policy, weights }).weights).toMatchObject({ fit: 100, load: 12.5 });
    expect(decidesAlike(draftOf({ ...policy, weights }), policy)).toBe(true);
  });

  it('is none when nothing counts', () => {
    const nothing = { fit: 0, load: 0, success: 0, latency: 0, cost: 0 };
    expect(policyOf({ ...draft, weights: nothing })).toBeNull();
  });
});

describe('two versions of a policy', () => {
  it('differ in what a reader can see', () => {
    const next = {
      ...policy,
      weights: { fit: 12, load: 6, success: 2, latency: 0, cost: 0 },
      assignAbove: 0.75,
    };
    expect(differences(policy, next)).toEqual([
      { what: 'Fit', from: '76 %', to: '60 %' },
      { what: 'Free', from: '10 %', to: '30 %' },
      { what: 'Speed', from: '5 %', to: '0 %' },
      { what: 'Assign from', from: '60 %', to: '75 %' },
    ]);
    expect(differences(policy, policy)).toEqual([]);
  });
});

it('a threshold says what it does', () => {
  expect(sayThreshold('refuseBelow', 12.5)).toBe(
    'Nobody gets a job for which it is less than 12.5 % likely that any agent fits.',
  );
});
