import { describe, expect, test } from 'vitest';
import { changePolicy } from './change-policy.ts';
import { checkPolicy, componentNames, defaultPolicy } from './policy.ts';

describe('a matching policy', () => {
  test('that is built in may be used', () => {
    expect(checkPolicy(defaultPolicy)).toEqual([]);
  });

  test('keeps what is not given, also what is given as null', () => {
    const changed = changePolicy(defaultPolicy, {
      weights: { load: 0.5, fit: null },
      refuseBelow: 0,
      assignAbove: null,
    });
    expect(changed).toEqual({
      ...defaultPolicy,
      weights: { ...defaultPolicy.weights, load: 0.5 },
      refuseBelow: 0,
    });
    expect(changePolicy(defaultPolicy, {})).toEqual(defaultPolicy);
    expect(changePolicy(defaultPolicy, { weights: null })).toEqual(defaultPolicy);
  });

  test.each([
    ['a negative weight', { weights: { cost: -0.1 } }, 'weights.cost', '0 to 1000'],
    ['a weight beyond measure', { weights: { fit: 1_001 } }, 'weights.fit', '0 to 1000'],
    ['a weight that is no number', { weights: { fit: Number.NaN } }, 'weights.fit', '0 to 1000'],
    ['an assignAbove above 1', { assignAbove: 1.1 }, 'assignAbove', '0 to 1'],
    ['a modelAssignAbove below 0', { modelAssignAbove: -1 }, 'modelAssignAbove', '0 to 1'],
    ['an endless refuseBelow', { refuseBelow: Number.POSITIVE_INFINITY }, 'refuseBelow', '0 to 1'],
  ])('with %s is refused, naming field and limit', (_, change, path, says) => {
    const [issue, ...others] = checkPolicy(changePolicy(defaultPolicy, change));
    expect(others).toEqual([]);
    expect(issue).toMatchObject({ path });
    expect(issue?.message).toContain(says);
  });

  test('without any weight is refused', () => {
    const weights = Object.fromEntries(componentNames.map((name) => [name, 0]));
    expect(checkPolicy(changePolicy(defaultPolicy, { weights }))).toMatchObject([
      { path: 'weights' },
    ]);
  });
});
