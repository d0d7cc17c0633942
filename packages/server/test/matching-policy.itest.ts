import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { type FreshDatabase, freshDatabase } from './kit/fresh-database.ts';
import { startTestMuster, type TestMuster } from './kit/test-muster.ts';

const policyFields =
  'version weights { fit load success latency cost } assignAbove modelAssignAbove refuseBelow note createdBy createdAt';
const updated = `... on UpdateMatchingPolicySuccess { policy { ${policyFields} } } ... on ValidationFailed { issues { path message } }`;

const update = (
  muster: TestMuster,
  policy: Record<string, unknown>,
  more: Record<string, unknown> = {},
) => muster.mutate('updateMatchingPolicy', { policy, ...more }, updated);

async function current(muster: TestMuster) {
  const { matchingPolicy } = await muster.graphql(`{ matchingPolicy { ${policyFields} } }`);
  return matchingPolicy;
}

describe('the matching policy', () => {
  let database: FreshDatabase;
  let muster: TestMuster;
  beforeAll(async () => {
    database = await freshDatabase();
    muster = await startTestMuster({ database });
  });
  afterAll(async () => {
    await muster.stop();
    await database.remove();
  });

  test('is the built-in one at first, and each change another version', async () => {
    const builtIn = await current(muster);
    expect(builtIn).toMatchObject({ version: 0, createdBy: null, createdAt: null });

    const first = await update(muster, { weights: { load: 0.5 } }, { note: 'Spread the load.' });
    expect(first.policy).toMatchObject({
      version: 1,
      weights: { ...builtIn.weights, load: 0.5 },
      assignAbove: builtIn.assignAbove,
      note: 'Spread the load.',
      createdBy: 'operator',
    });
    const second = await update(muster, { assignAbove: 0.9 }, { expectedVersion: 1 });
    expect(second.policy).toMatchObject({ version: 2, weights: { load: 0.5 }, assignAbove: 0.9 });
    expect(await current(muster)).toEqual(second.policy);

    const { matchingPolicies } = await muster.graphql(
      '{ matchingPolicies(first: 1) { totalCount pageInfo { endCursor hasNextPage } edges { node { version } } } }',
    );
    expect(matchingPolicies).toMatchObject({ totalCount: 2, edges: [{ node: { version: 2 } }] });
    const next = await muster.graphql(
      'query ($after: String) { matchingPolicies(after: $after) { pageInfo { hasNextPage } edges { node { version } } } }',
      { after: matchingPolicies.pageInfo.endCursor },
    );
    expect(next.matchingPolicies).toEqual({
      pageInfo: { hasNextPage: false },
      edges: [{ node: { version: 1 } }],
    });
  });

  test('meant for another version is refused, and changes nothing', async () => {
    const before = await current(muster);
    const answer = await update(
      muster,
      { refuseBelow: 0.4 },
      { expectedVersion: before.version - 1 },
    );
    expect(answer).toMatchObject({ __typename: 'Conflict', code: 'CONFLICT' });
    expect(await current(muster)).toEqual(before);
  });

  test('that cannot be used is refused, naming the fields', async () => {
    const before = await current(muster);
    const answer = await update(
      muster,
      { weights: { fit: -1 }, assignAbove: 2 },
      { note: `${'x'.repeat(4_000)}\u0000` },
    );
    expect(answer).toMatchObject({ __typename: 'ValidationFailed', code: 'VALIDATION' });
    expect(new Set(answer.issues.map(({ path }: { path: string }) => path))).toEqual(
      new Set(['weights.fit', 'assignAbove', 'note']),
    );
    expect(await current(muster)).toEqual(before);
  });

  test('changed by many at once takes consecutive versions, and loses no change', async () => {
    const { version } = await current(muster);
    const names = ['fit', 'load', 'success', 'latency', 'cost'];
    const answers = await Promise.all(
      names.map((name, n) => update(muster, { weights: { [name]: n + 1 } })),
    );
    const versions = answers.map(({ policy }) => policy.version);
    expect(versions.toSorted((a, b) => a - b)).toEqual(names.map((_, n) => version + 1 + n));
    expect((await current(muster)).weights).toEqual({
      fit: 1,
      load: 2,
      success: 3,
      latency: 4,
      cost: 5,
    });
  });

  test('expected at one version by many at once is changed by one of them', async () => {
    const { version } = await current(muster);
    const answers = await Promise.all(
      [0.1, 0.2, 0.3, 0.4].map((assignAbove) =>
        update(muster, { assignAbove }, { expectedVersion: version }),
      ),
    );
    expect(answers.map(({ __typename }) => __typename).toSorted()).toEqual([
      'Conflict',
      'Conflict',
      'Conflict',
      'UpdateMatchingPolicySuccess',
    ]);
    expect((await current(muster)).version).toBe(version + 1);
  });

  test('outlives a restart', async () => {
    const before = await current(muster);
    await muster.stop();
    muster = await startTestMuster({ database });
    expect(await current(muster)).toEqual(before);
  });

  test('of a cursor from elsewhere is refused', async () => {
    const { body } = await muster.post('/graphql', {
      query: '{ matchingPolicies(after: "R1BDOlM6YWJj") { edges { node { version } } } }',
    });
    expect(body.errors[0].extensions.code).toBe('BAD_USER_INPUT');
  });
});
