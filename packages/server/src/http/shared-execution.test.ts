import { buildSchema, type ExecutionResult, parse } from 'graphql';
import { expect, test } from 'vitest';
import { createSharedSubscribe } from './shared-execution.ts';

const schema = buildSchema(
  'type Query { a: Int } type Subscription { tick(scale: Int): Tick } type Tick { n: Int }',
);
const operator = { kind: 'OPERATOR', name: 'operator' };

/** Subscribers to the same events; counts how often the field under the event was resolved. */
function clock() {
  const subscribe = createSharedSubscribe(() => false);
  const events = [{ n: 1 }, { n: 2 }];
  let runs = 0;
  const follow = async (query: string, { caller = operator as object, variables = {} } = {}) => {
    const stream = await subscribe({
      schema,
      document: documentOf(query),
      variableValues: variables,
      contextValue: { caller },
      rootValue: {
        async *tick() {
          for (const { n } of events) yield shared(n);
        },
      },
    });
    if (!(Symbol.asyncIterator in stream)) throw new Error(JSON.stringify(stream));
    const seen: ExecutionResult[] = [];
    for await (const result of stream) seen.push(result);
    return seen;
  };
  const values = new Map<number, object>();
  const shared = (n: number) => {
    const event = values.get(n) ?? {
      tick: {
        n: () => {
          runs += 1;
          return n;
        },
      },
    };
    values.set(n, event);
    return event;
  };
  return { follow, runs: () => runs };
}

const documents = new Map<string, ReturnType<typeof parse>>();
/** Parsed once, as yoga does it. */
function documentOf(query: string) {
  const document = documents.get(query) ?? parse(query);
  documents.set(query, document);
  return document;
}

const ticks = [{ data: { tick: { n: 1 } } }, { data: { tick: { n: 2 } } }];
const query = 'subscription { tick { n } }';

test('an event is run once for all who ask the same, and each gets all of it in order', async () => {
  const { follow, runs } = clock();
  const seen = await Promise.all(Array.from({ length: 20 }, () => follow(query)));
  for (const results of seen) expect(results).toEqual(ticks);
  expect(runs()).toBe(2);
});

test('who asks for something else, with other variables or as somebody else, is answered apart', async () => {
  const { follow, runs } = clock();
  const other = 'subscription { tick { twice: n } }';
  const scaled = 'subscription ($scale: Int) { tick(scale: $scale) { n } }';
  const [, twice] = await Promise.all([
    follow(query),
    follow(other),
    follow(scaled, { variables: { scale: 1 } }),
    follow(scaled, { variables: { scale: 2 } }),
    follow(query, { caller: { kind: 'AGENT', agentId: 'a' } }),
  ]);
  expect(twice).toEqual([{ data: { tick: { twice: 1 } } }, { data: { tick: { twice: 2 } } }]);
  expect(runs()).toBe(10);
});

test('what is asked again later is run again', async () => {
  const { follow, runs } = clock();
  await follow(query);
  await new Promise((resolve) => setTimeout(resolve, 200));
  expect(await follow(query)).toEqual(ticks);
  expect(runs()).toBe(4);
});

test('what is no subscription is an error, as graphql has it', async () => {
  const subscribe = createSharedSubscribe(() => false);
  const document = parse('subscription { tock }');
  const result = await subscribe({ schema, document, contextValue: { caller: operator } });
  expect(result).toMatchObject({ errors: [{ message: expect.stringContaining('tock') }] });
});

test('an event whose data the database could not give is tried again, and comes once', async () => {
  let left = 2;
  const isOutage = (error: unknown) => String(error).includes('away');
  const subscribe = createSharedSubscribe(isOutage);
  const follow = async (failure: string) => {
    const n = () => {
      left -= 1;
      if (left >= 0) throw new Error(failure);
      return 1;
    };
    const stream = await subscribe({
      schema,
      document: documentOf(query),
      contextValue: { caller: operator },
      rootValue: {
        async *tick() {
          yield { tick: { n } };
        },
      },
    });
    if (!(Symbol.asyncIterator in stream)) throw new Error(JSON.stringify(stream));
    const seen: ExecutionResult[] = [];
    for await (const result of stream) seen.push(result);
    return seen;
  };
  expect(await follow('the database is away')).toEqual([{ data: { tick: { n: 1 } } }]);
  left = 1;
  expect(await follow('a bug')).toMatchObject([{ errors: [{ message: 'a bug' }] }]);
});
